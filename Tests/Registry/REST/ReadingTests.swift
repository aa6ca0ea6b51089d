// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Registry
import Testing

@Suite("Reading: what is there, and the right code for what is not")
struct ReadingTests {
    @Test(
        "what is not there",
        arguments: [
            ("GET", "/schemas/ids/99", 404, 40403), ("GET", "/schemas/ids/99/schema", 404, 40403),
            ("GET", "/schemas/ids/99/subjects", 404, 40403), ("GET", "/schemas/ids/99/versions", 404, 40403),
            ("GET", "/schemas/ids/x", 404, 404), ("GET", "/schemas/guids/x", 404, 40403),
            ("GET", "/schemas/guids/00000000-0000-8000-8000-000000000000/ids", 404, 40403),
            ("GET", "/schemas/ids/1?subject=:.x:other", 404, 40403), ("GET", "/subjects/none/versions", 404, 40401),
            ("GET", "/subjects/none/versions/1", 404, 40401), ("GET", "/subjects/s/versions/9", 404, 40402),
            ("GET", "/subjects/s/versions/0", 422, 42202), ("GET", "/subjects/s/versions/x", 422, 42202),
            ("GET", "/subjects/s/versions/2147483648", 422, 42202),
            ("GET", "/subjects/s/versions/9/schema", 404, 40402),
            ("GET", "/subjects/none/versions/1/referencedby", 404, 40401),
            ("GET", "/subjects/none/metadata", 404, 40401), ("GET", "/subjects/s/metadata?key=k&value=v", 404, 40403),
            ("DELETE", "/subjects/none", 404, 40401), ("DELETE", "/subjects/none/versions/1", 404, 40401),
            ("DELETE", "/subjects/s/versions/9", 404, 40402), ("DELETE", "/subjects/s/versions/x", 422, 42202),
            ("GET", "/config/s", 404, 40408), ("DELETE", "/config/s", 404, 40401), ("GET", "/mode/s", 404, 40409),
            ("DELETE", "/mode/s", 404, 40401), ("GET", "/nope", 404, 404), ("GET", "/subjects/s/nope", 404, 404),
            ("GET", "/associations/resources/a/b", 404, 404), ("GET", "/contexts/.x/subjects/s/versions", 404, 40401),
            ("GET", "/subjects/s", 405, 405), ("PUT", "/subjects", 405, 405), ("POST", "/schemas/ids/1", 405, 405),
            ("POST", "/config", 405, 405), ("GET", "/compatibility/subjects/s/versions/1", 405, 405),
            ("DELETE", "/contexts/:.:", 422, 42205), ("DELETE", "/contexts/.x", 404, 404),
            ("GET", "/subjects?limit=x", 400, 400),
        ])
    func missing(method: String, path: String, status: Int, code: Int) throws {
        let registry = try Self.shared.get()
        let answer = try registry.send(method, path)
        #expect(answer.status == status && answer.errorCode == code, "\(answer.status) \(answer.text)")
    }

    /// One registry for the tests that only read: it has the subject `s` with one version.
    private static let shared = Result {
        let registry = try TestRegistry()
        try registry.register("s", Sample.record())
        return registry
    }

    @Test(
        "what needs no schema",
        arguments: [
            ("/", "{}"), ("/schemas/types", #"["AVRO","PROTOBUF"]"#), ("/contexts", #"["."]"#),
            ("/master_available", #"{"master_available":true}"#), ("/exporters", "[]"),
            ("/mode", #"{"mode":"READWRITE"}"#), ("/mode/s?defaultToGlobal=true", #"{"mode":"READWRITE"}"#),
            (
                "/v1/metadata/id",
                #"{"scope":{"path":[],"clusters":{"schema-registry-cluster":"schema-registry"}},"id":""}"#
            ),
            ("/contexts/:.:/subjects", #"["s"]"#), ("/contexts/:.:/subjects/s/versions", "[1]"),
            ("/subjects/:.:s/versions", "[1]"), ("/subjects?subjectPrefix=:*:", #"["s"]"#),
            ("/subjects?subjectPrefix=x", "[]"), ("/subjects?subject=s", #"["s"]"#),
            ("/subjects?subjectPrefix=%00", "[]"),
            ("/subjects?limit=0", "[]"), ("/subjects?offset=1", "[]"), ("/subjects?limit=-1", #"["s"]"#),
        ])
    func general(path: String, expected: String) throws {
        #expect(try Self.shared.get().get(path).text == expected)
    }

    @Test(
        "content types: ours by preference of the client, 406 and 415 else",
        arguments: [
            ("", "application/vnd.schemaregistry.v1+json"), ("*/*", "application/vnd.schemaregistry.v1+json"),
            ("application/json", "application/json"), ("text/html, Application/JSON;q=0.5", "application/json"),
            (
                "application/vnd.schemaregistry+json; qs=0.9, application/json; qs=0.5",
                "application/vnd.schemaregistry+json"
            ), ("text/html", nil), ("application/json;q=0", nil), (" ", "application/vnd.schemaregistry.v1+json"),
        ])
    func accept(header: String, expected: String?) throws {
        let answer = try Self.shared.get().send("GET", "/subjects", headers: [("Accept", header)])
        if let expected {
            #expect(answer.status == 200 && answer.contentType == expected)
        } else {
            #expect(answer.status == 406 && answer.errorCode == 406)
        }
    }

    @Test("bodies of other types are refused; bytes are taken for JSON")
    func contentType() throws {
        let registry = try Self.shared.get()
        let body = Sample.request(Sample.record()).text()
        let send = { (type: String) in
            try registry.send("POST", "/subjects/s", text: body, headers: [("Content-Type", type)])
        }
        #expect(try send("application/octet-stream").status == 200)
        #expect(try send("application/json; charset=utf-8").status == 200)
        let refused = try send("text/plain")
        #expect(refused.status == 415 && refused.errorCode == 415)
    }

    @Test("lists are paged, and the newest of all subjects come in one call")
    func lists() throws {
        let registry = try TestRegistry()
        for subject in ["b", "a", "B"] {
            try registry.register(subject, Sample.record())
            try registry.register(subject, Sample.wider())
        }
        #expect(try registry.get("/subjects").text == #"["B","a","b"]"#)
        #expect(try registry.get("/subjects?offset=1&limit=1").text == #"["a"]"#)
        #expect(try registry.get("/subjects/a/versions?offset=1&limit=5").text == "[2]")
        guard case .array(let all)? = try registry.get("/schemas").json,
            case .array(let latest)? = try registry.get("/schemas?latestOnly=true&subjectPrefix=a").json
        else {
            Issue.record("no lists")
            return
        }
        #expect(all.count == 6)
        #expect(latest.map { $0["version"] } == [2])
    }

    @Test("version 8's members come by header, always or never")
    func shapes() throws {
        let registry = try TestRegistry()
        let header = ("Confluent-Accept-Unknown-Properties", "true")
        let old = try registry.send("POST", "/subjects/s/versions", Sample.request("\"int\""))
        #expect(old.text == #"{"id":1}"#)
        let new = try registry.send("POST", "/subjects/s/versions", Sample.request("\"int\""), headers: [header])
        guard case .object(let members)? = new.json else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.name) == ["id", "version", "guid", "schemaType", "schema", "ts"])
        guard case .string(let guid)? = new.json?["guid"] else {
            Issue.record("no guid")
            return
        }
        #expect(try registry.get("/schemas/guids/\(guid)").json?["schema"] == "\"int\"")
        #expect(try registry.get("/schemas/guids/\(guid)/ids").text == #"[{"context":".","id":1}]"#)
        let version = try registry.send("GET", "/subjects/s/versions/1", headers: [header]).json
        guard case .object(let all)? = version else {
            Issue.record("no object")
            return
        }
        #expect(all.map(\.name) == ["subject", "version", "id", "guid", "schemaType", "schema", "ts", "deleted"])

        let never = try TestRegistry(databaseURL: registry.databaseURL) { $0.shapes = .v7 }
        #expect(
            try never.send("GET", "/subjects/s/versions/1", headers: [header]).text
                == #"{"subject":"s","version":1,"id":1,"schema":"\"int\""}"#)
        let always = try TestRegistry(databaseURL: registry.databaseURL) { $0.shapes = .v8 }
        #expect(try always.get("/subjects/s/versions/1").json?["schemaType"] == "AVRO")
    }
}
