// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Deletion: softly, then for good")
struct DeletionTests {
    @Test("a soft-deleted subject is hidden but its ids are served; registered again it goes on counting")
    func softly() throws {
        let registry = try TestRegistry()
        let first = try registry.register("s", Sample.record())
        try registry.register("s", Sample.wider())
        #expect(try registry.send("DELETE", "/subjects/s").text == "[1,2]")
        #expect(try registry.get("/subjects").text == "[]")
        #expect(try registry.get("/subjects?deleted=true").text == #"["s"]"#)
        #expect(try registry.get("/subjects?deleted_only=true").text == #"["s"]"#)
        #expect(try registry.get("/subjects/s/versions").errorCode == 40401)
        #expect(try registry.get("/subjects/s/versions?deleted=true").text == "[1,2]")
        #expect(try registry.get("/subjects/s/versions?deleted=true&deletedAsNegative=true").text == "[-1,-2]")
        #expect(try registry.get("/subjects/s/versions/1").errorCode == 40401)
        #expect(try registry.get("/subjects/s/versions/1?deleted=true").status == 200)
        #expect(try registry.get("/schemas/ids/\(first)").status == 200)
        #expect(try registry.get("/schemas/ids/\(first)/versions").text == "[]")
        #expect(try registry.send("POST", "/subjects/s", Sample.request(Sample.record())).errorCode == 40401)
        #expect(
            try registry.send("POST", "/subjects/s?deleted=true", Sample.request(Sample.record())).json?["version"]
                == 1)
        #expect(try registry.send("DELETE", "/subjects/s").errorCode == 40404)
        // Deleted versions take no part in checks.
        try registry.register("s", "\"boolean\"")
        #expect(try registry.get("/subjects/s/versions").text == "[3]")
        #expect(try registry.send("DELETE", "/subjects/s/versions/latest").text == "3")
        #expect(try registry.register("s", Sample.record()) == first)
        #expect(try registry.get("/subjects/s/versions").text == "[4]")
    }

    @Test("deleted for good, ids are forgotten and not used again, versions begin anew, settings are gone")
    func forGood() throws {
        let registry = try TestRegistry()
        let first = try registry.register("s", Sample.record())
        try registry.register("other", "\"int\"")
        try registry.send("PUT", "/config/s", ["compatibility": "FULL"])
        #expect(try registry.get("/schemas/ids/\(first)").status == 200)
        #expect(try registry.send("DELETE", "/subjects/s?permanent=true").errorCode == 40405)
        try registry.send("DELETE", "/subjects/s")
        #expect(try registry.send("DELETE", "/subjects/s?permanent=true").text == "[1]")
        #expect(try registry.get("/schemas/ids/\(first)").errorCode == 40403)
        #expect(try registry.get("/subjects?deleted=true").text == #"["other"]"#)
        #expect(try registry.get("/config/s").errorCode == 40408)
        #expect(try registry.send("DELETE", "/subjects/s?permanent=true").errorCode == 40401)
        #expect(try registry.register("s", Sample.record()) > first)
        #expect(try registry.get("/subjects/s/versions").text == "[1]")
    }

    @Test("an id stays while another subject has it")
    func shared() throws {
        let registry = try TestRegistry()
        let id = try registry.register("a", Sample.record())
        try registry.register("b", Sample.record())
        try registry.send("DELETE", "/subjects/a")
        try registry.send("DELETE", "/subjects/a?permanent=true")
        #expect(try registry.get("/schemas/ids/\(id)/subjects").text == #"["b"]"#)
    }

    @Test("single versions")
    func versions() throws {
        let registry = try TestRegistry()
        try registry.register("s", Sample.record())
        try registry.register("s", Sample.wider())
        #expect(try registry.send("DELETE", "/subjects/s/versions/1?permanent=true").errorCode == 40407)
        #expect(try registry.send("DELETE", "/subjects/s/versions/1").text == "1")
        #expect(try registry.send("DELETE", "/subjects/s/versions/1").errorCode == 40406)
        #expect(try registry.get("/subjects/s/versions/1").errorCode == 40402)
        #expect(try registry.get("/subjects/s/versions").text == "[2]")
        #expect(try registry.get("/subjects/s/versions?deletedOnly=true").text == "[1]")
        #expect(try registry.send("DELETE", "/subjects/s/versions/1?permanent=true").text == "1")
        #expect(try registry.get("/subjects/s/versions?deleted=true").text == "[2]")
        #expect(try registry.send("DELETE", "/subjects/s/versions/1?permanent=true").errorCode == 40402)
    }
}
