// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import Registry
import TestKit
import Testing

@Suite("Registration: dedup, then compatibility, then a new version")
struct RegistrationTests {
    @Test("ids grow, versions count by subject, and the same content is the same id everywhere")
    func identity() throws {
        let registry = try TestRegistry()
        let first = try registry.register("a-value", Sample.record())
        #expect(try registry.register("a-value", Sample.record()) == first)
        #expect(try registry.register("a-value", " " + Sample.record().replacing(":", with: " : ")) == first)
        let second = try registry.register("a-value", Sample.wider())
        #expect(second > first)
        #expect(try registry.register("b-value", Sample.record()) == first)
        #expect(try registry.get("/subjects/a-value/versions").text == "[1,2]")
        #expect(try registry.get("/subjects/b-value/versions").text == "[1]")
        #expect(try registry.get("/subjects").text == #"["a-value","b-value"]"#)
        #expect(
            try registry.get("/schemas/ids/\(first)/versions").text
                == #"[{"subject":"a-value","version":1},{"subject":"b-value","version":1}]"#)
        #expect(try registry.get("/schemas/ids/\(first)/subjects").text == #"["a-value","b-value"]"#)
    }

    @Test("replies have the established members in their order, and no needless escapes")
    func replies() throws {
        let registry = try TestRegistry()
        let schema = #"{"type":"record","name":"R","doc":"a/b é","fields":[]}"#
        let answer = try registry.send("POST", "/subjects/s%2F1/versions", Sample.request(schema))
        #expect(answer.text == #"{"id":1}"#)
        #expect(answer.contentType == "application/vnd.schemaregistry.v1+json")
        let escaped = JSONValue.string(schema).text()
        #expect(try registry.get("/schemas/ids/1").text == #"{"schema":\#(escaped)}"#)
        #expect(try registry.get("/schemas/ids/1/schema").text == schema)
        #expect(try registry.get("/schemas/ids/1?fetchMaxId=true").text == #"{"schema":\#(escaped),"maxId":1}"#)
        let version = #"{"subject":"s/1","version":1,"id":1,"schema":\#(escaped)}"#
        for name in ["1", "latest", "-1"] {
            #expect(try registry.get("/subjects/s%2F1/versions/\(name)").text == version)
        }
        #expect(try registry.get("/subjects/s%2F1/versions/latest/schema").text == schema)
        #expect(try registry.send("POST", "/subjects/s%2F1", Sample.request(schema)).text == version)
        #expect(try registry.get("/schemas").text == "[\(version)]")
    }

    @Test("a schema that breaks the level is refused, and the text tells why")
    func incompatible() throws {
        let registry = try TestRegistry()
        try registry.register("s", Sample.record())
        let answer = try registry.send("POST", "/subjects/s/versions", Sample.request(Sample.record("R", "\"string\"")))
        #expect(answer.status == 409 && answer.errorCode == 409)
        guard case .string(let message)? = answer.json?["message"] else {
            Issue.record("no message")
            return
        }
        #expect(
            message
                == "Schema being registered is incompatible with an earlier schema for subject \"s\", details: "
                + "[{errorType:'TYPE_MISMATCH', description:'The type (path '/fields/0/type') of a field in the new "
                + "schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with "
                + "writer type: INT'}, {oldSchemaVersion: 1}, {oldSchema: '\(Sample.record())'}, "
                + "{validateFields: 'false', compatibility: 'BACKWARD'}]")
        #expect(try registry.get("/subjects/s/versions").text == "[1]")
    }

    @Test("the newer code of an incompatible schema, where it is asked for")
    func newerCode() throws {
        let registry = try TestRegistry { $0.incompatibleCode = 40901 }
        try registry.register("s", "\"int\"")
        let answer = try registry.send("POST", "/subjects/s/versions", Sample.request("\"boolean\""))
        #expect(answer.status == 409 && answer.errorCode == 40901)
    }

    @Test("an earlier version registered again is found before any check")
    func dedupFirst() throws {
        let registry = try TestRegistry()
        let first = try registry.register("s", "\"int\"")
        try registry.register("s", "\"long\"")
        #expect(try registry.register("s", "\"int\"") == first, "int can't read long, but it is there")
    }

    @Test("a changed language is incompatible")
    func language() throws {
        let registry = try TestRegistry()
        try registry.register("s", "\"int\"")
        let answer = try registry.send(
            "POST", "/subjects/s/versions",
            ["schema": "syntax = \"proto3\"; message M { int32 a = 1; }", "schemaType": "PROTOBUF"])
        #expect(answer.status == 409)
        #expect(answer.text.contains("Incompatible because of different schema type"))
    }

    @Test(
        "bodies that are no schema are refused with their codes",
        arguments: [
            (#"{"schema":""}"#, 422, 42201), (#"{}"#, 422, 42201), (#"{"schema":null}"#, 422, 42201),
            (#"{"schema":7}"#, 422, 42201), (#"{"schema":"{"}"#, 422, 42201), (#"{"schema":"\"Nope\""}"#, 422, 42201),
            (#"{"schema":"\"int\"","schemaType":"XML"}"#, 422, 42201),
            (#"{"schema":"message","schemaType":"PROTOBUF"}"#, 422, 42201),
            (#"{"schema":"\"int\"","references":[{"name":"x","subject":"none","version":1}]}"#, 422, 42201),
            (#"{"schema":"\"int\"","references":[{"name":"x"}]}"#, 422, 42201),
            (#"{"schema":"\"int\"","references":{}}"#, 422, 42201),
            (#"{"schema":"\"int\"","version":7}"#, 422, 42201), (#"{"schema":"\"int\"","id":7}"#, 422, 42205),
            (#"{"schema":"\"int\"","ruleSet":[]}"#, 422, 42210), (#"{"schema":"\"int\"","metadata":1}"#, 422, 42201),
            (#"[]"#, 422, 422), (#"{"schema":"#, 400, 400), ("", 400, 400),
        ])
    func refused(body: String, status: Int, code: Int) throws {
        let registry = try TestRegistry()
        let answer = try registry.send("POST", "/subjects/s/versions", text: body)
        #expect(answer.status == status && answer.errorCode == code, "\(answer.text)")
        #expect(try registry.get("/subjects").text == "[]")
    }

    @Test("unknown members and nulls are ignored, and a version may be given")
    func ignored() throws {
        let registry = try TestRegistry()
        let body = #"{"schema":"\"int\"","schemaType":null,"references":null,"metadata":null,"ruleSet":null,"#
        #expect(try registry.send("POST", "/subjects/s/versions", text: body + #""x":{},"version":-1}"#).status == 200)
        #expect(
            try registry.send("POST", "/subjects/s/versions", ["schema": "\"long\"", "version": 2]).status == 200)
        #expect(try registry.get("/subjects/s/versions").text == "[1,2]")
    }

    @Test("a schema that is too large is refused, and so is a body that is larger still")
    func tooLarge() throws {
        let registry = try TestRegistry { $0.maxSchemaBytes = 1000 }
        for count in [1000, 3_000_000] {
            let schema = #"{"type":"int","doc":"\#(String(repeating: "x", count: count))"}"#
            let answer = try registry.send("POST", "/subjects/s/versions", Sample.request(schema))
            #expect(answer.status == 422 && answer.errorCode == 42209, "\(answer.text)")
            #expect(answer.contentType == "application/vnd.schemaregistry.v1+json")
            let problem = try registry.send(
                "POST", "/subjects/s/versions", Sample.request(schema),
                headers: [("Accept", "application/problem+json")])
            #expect(problem.status == 422 && problem.contentType == "application/problem+json")
            #expect(problem.json?["type"] == "urn:sluice:registry:error:42209" && problem.json?["error_code"] == 42209)
        }
        #expect(try registry.get("/metrics").text.contains("sluice_registry_refusals_total 4"))
    }

    @Test(
        "a path or query that is not UTF-8 is refused as everything else is",
        arguments: ["/subjects/%FF", "/subjects?a=%C3"])
    func undecodable(path: String) throws {
        let registry = try TestRegistry()
        let answer = try registry.get(path)
        #expect(answer.status == 400 && answer.errorCode == 400, "\(answer.text)")
        #expect(answer.contentType == "application/vnd.schemaregistry.v1+json")
        let json = try registry.send("GET", path, headers: [("Accept", "application/json")])
        #expect(json.contentType == "application/json" && json.errorCode == 400)
        let problem = try registry.send("GET", path, headers: [("Accept", "application/problem+json")])
        #expect(problem.status == 400 && problem.contentType == "application/problem+json")
        #expect(problem.json?["title"] == "The request can't be read" && problem.json?["status"] == 400)
    }

    @Test("subject names that can't be are refused", arguments: ["a%00b", "a%0Ab", "__GLOBAL", "__EMPTY", ":.x:"])
    func subjects(name: String) throws {
        let registry = try TestRegistry()
        let answer = try registry.send("POST", "/subjects/\(name)/versions", Sample.request("\"int\""))
        #expect(answer.status == 422 && answer.errorCode == 42208)
    }

    @Test("event subjects take only schemas with the envelope")
    func envelope() throws {
        let registry = try TestRegistry()
        let answer = try registry.send(
            "POST", "/subjects/events.purchase-value/versions", Sample.request(Sample.record()))
        #expect(answer.status == 422 && answer.errorCode == 42201)
        #expect(answer.text.contains("event_id") && answer.text.contains("received_at"))
        try registry.register("events.purchase-key", "\"string\"")
    }

    @Test("every schema of this project is taken, and is compatible with itself")
    func ownSchemas() throws {
        let registry = try TestRegistry()
        let folder = ProjectRoot.path + "/schemas"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".avsc") }
        #expect(files.count >= 20)
        for file in files {
            let name = file.dropLast(5)
            let subject = name.hasPrefix("sluice_") ? "sluice.\(name.dropFirst(7))-value" : "events.\(name)-value"
            let schema = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            try registry.register(subject, schema)
            #expect(
                try registry.send("POST", "/compatibility/subjects/\(subject)/versions", Sample.request(schema)).text
                    == #"{"is_compatible":true}"#)
        }
    }

    @Test("normal form makes texts equal that differ in order and in how names are written")
    func normalize() throws {
        let registry = try TestRegistry()
        let one = #"{"name":"a.R","type":"record","doc":"d","fields":[{"type":{"type":"int"},"name":"f","default":1}]}"#
        let other =
            #"{"type":"record","namespace":"a","fields":[{"name":"f","type":"int","default":1}],"name":"R","doc":"d"}"#
        let post = { (schema: String, query: String) in
            try registry.send("POST", "/subjects/s/versions" + query, Sample.request(schema)).text
        }
        #expect(try post(one, "?normalize=True") == #"{"id":1}"#)
        #expect(try post(other, "?normalize=true") == #"{"id":1}"#)
        #expect(
            try registry.get("/schemas/ids/1/schema").text
                == #"{"type":"record","name":"R","namespace":"a","doc":"d","#
                + #""fields":[{"name":"f","type":"int","default":1}]}"#)
        #expect(try post(other, "?normalize=False") == #"{"id":2}"#)
        #expect(
            try registry.send("POST", "/subjects/s?normalize=true", Sample.request(one)).json?["id"] == 1)
    }
}
