// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Config and mode")
struct ConfigTests {
    @Test("the level of the registry and of subjects: read, set in any case, merged, cleared")
    func levels() throws {
        let registry = try TestRegistry()
        #expect(try registry.get("/config").text == #"{"compatibilityLevel":"BACKWARD"}"#)
        let put = try registry.send("PUT", "/config", ["compatibility": "full"])
        #expect(put.status == 200 && put.text == #"{"compatibility":"full"}"#)
        #expect(try registry.get("/config").text == #"{"compatibilityLevel":"FULL"}"#)
        #expect(try registry.get("/config/s").errorCode == 40408)
        #expect(try registry.get("/config/s?defaultToGlobal=true").text == #"{"compatibilityLevel":"FULL"}"#)
        #expect(try registry.send("PUT", "/config/s", ["compatibility": "NONE"]).status == 200)
        #expect(try registry.get("/config/s").text == #"{"compatibilityLevel":"NONE"}"#)
        #expect(try registry.send("PUT", "/config/s", [:]).text == "{}")
        #expect(try registry.send("PUT", "/config/s", ["normalize": true]).status == 200)
        #expect(try registry.get("/config/s").text == #"{"compatibilityLevel":"NONE","normalize":true}"#)
        #expect(try registry.send("PUT", "/config/s", ["compatibility": .null]).status == 200)
        #expect(try registry.get("/config/s").text == #"{"normalize":true}"#)
        #expect(try registry.send("DELETE", "/config/s").text == #"{"normalize":true}"#)
        #expect(try registry.get("/config/s").errorCode == 40408)
        #expect(try registry.send("DELETE", "/config").text == #"{"compatibilityLevel":"FULL"}"#)
        #expect(try registry.get("/config").text == #"{"compatibilityLevel":"BACKWARD"}"#)
    }

    @Test("the level is in force")
    func force() throws {
        let registry = try TestRegistry()
        try registry.register("s", "\"int\"")
        try registry.send("PUT", "/config", ["compatibility": "NONE"])
        try registry.register("s", "\"boolean\"")
        try registry.send("PUT", "/config/s", ["compatibility": "BACKWARD"])
        #expect(try registry.send("POST", "/subjects/s/versions", Sample.request("\"int\"")).status == 200)
        #expect(try registry.send("POST", "/subjects/s/versions", Sample.request("\"bytes\"")).status == 409)
    }

    @Test("normalize in the settings is in force without the query")
    func normalize() throws {
        let registry = try TestRegistry()
        try registry.send("PUT", "/config/s", ["normalize": true])
        let first = try registry.register("s", #"{"name":"R","type":"record","fields":[]}"#)
        #expect(try registry.register("s", #"{"type":"record","fields":[],"name":"R"}"#) == first)
    }

    @Test("what can't be set is refused, and nothing is set")
    func refused() throws {
        let registry = try TestRegistry()
        #expect(try registry.send("PUT", "/config", ["compatibility": "SIDEWAYS"]).errorCode == 42203)
        #expect(try registry.send("PUT", "/config", ["compatibility": 7]).errorCode == 42203)
        #expect(try registry.send("PUT", "/config", ["policy": "LOOSE"]).errorCode == 42203)
        #expect(
            try registry.send("PUT", "/config", ["compatibility": "FULL", "defaultRuleSet": ["domainRules": [[:]]]])
                .errorCode == 42210)
        #expect(try registry.send("PUT", "/config", []).errorCode == 422)
        #expect(try registry.get("/config").text == #"{"compatibilityLevel":"BACKWARD"}"#)
        for name in ["__GLOBAL", "__EMPTY"] {
            #expect(try registry.send("PUT", "/config/\(name)", ["compatibility": "NONE"]).errorCode == 42208)
            #expect(try registry.send("PUT", "/mode/\(name)", ["mode": "READONLY"]).errorCode == 42208)
        }
        #expect(try registry.send("PUT", "/mode", ["mode": "FAST"]).errorCode == 42204)
        #expect(try registry.send("PUT", "/mode", ["mode": "READWRITE"]).text == #"{"mode":"READWRITE"}"#)
    }

    @Test("metadata is part of what is registered, and found by it")
    func metadata() throws {
        let registry = try TestRegistry()
        for owner in ["a", "b"] {
            let answer = try registry.send(
                "POST", "/subjects/s/versions",
                ["schema": "\"int\"", "metadata": ["properties": ["owner": .string(owner)]]])
            #expect(answer.status == 200)
        }
        let found = try registry.get("/subjects/s/metadata?key=owner&value=a")
        #expect(found.json?["version"] == 1)
        #expect(found.json?["metadata"]?.text() == #"{"properties":{"owner":"a"}}"#)
    }
}
