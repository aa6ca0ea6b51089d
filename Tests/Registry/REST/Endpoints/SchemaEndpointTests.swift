// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("/schemas, row by row")
struct SchemaEndpointTests {
    @Test("GET /schemas: all versions or the newest of each subject, at most 1,000")
    func list() throws {
        let registry = try TestRegistry()
        try Transcript(
            #"""
            GET /schemas
            200 []
            POST /subjects/a/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/a/versions {"schema":"\"long\""}
            200 {"id":2}
            POST /subjects/b/versions {"schema":"\"int\""}
            200 {"id":1}
            GET /schemas
            200 [{"subject":"a","version":1,"id":1,"schema":"\"int\""},{"subject":"a","version":2,"id":2,"schema":"\"long\""},{"subject":"b","version":1,"id":1,"schema":"\"int\""}]
            GET /schemas?latestOnly=True
            200 [{"subject":"a","version":2,"id":2,"schema":"\"long\""},{"subject":"b","version":1,"id":1,"schema":"\"int\""}]
            GET /schemas?subjectPrefix=b
            200 [{"subject":"b","version":1,"id":1,"schema":"\"int\""}]
            GET /schemas?offset=1&limit=1
            200 [{"subject":"a","version":2,"id":2,"schema":"\"long\""}]
            GET /schemas?latestOnly=true&offset=1
            200 [{"subject":"b","version":1,"id":1,"schema":"\"int\""}]
            GET /schemas?limit=0
            200 []
            DELETE /subjects/a/versions/2
            200 2
            GET /schemas?latestOnly=true
            200 [{"subject":"a","version":1,…},{"subject":"b",…}]
            GET /schemas?latestOnly=true&deleted=true
            200 [{"subject":"a","version":2,…},{"subject":"b",…}]
            GET /schemas?deleted=true&subjectPrefix=a
            200 [{"subject":"a","version":1,…},{"subject":"a","version":2,…}]
            GET /schemas?limit=x
            400 400
            POST /schemas {}
            405 405
            """#
        ).run(on: registry)
    }

    @Test("GET /schemas/ids/{id}: the schema, its text, its subjects and versions")
    func ids() throws {
        try Transcript(
            #"""
            GET /schemas/ids/1
            404 {"error_code":40403,"message":"Schema 1 not found"}
            GET /schemas/ids/x
            404 404
            GET /schemas/ids/99999999999
            404 404
            POST /subjects/a/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/b/versions {"schema":"\"int\""}
            200 {"id":1}
            GET /schemas/ids/1
            200 {"schema":"\"int\""}
            GET /schemas/ids/1?fetchMaxId=True
            200 {"schema":"\"int\"","maxId":1}
            GET /schemas/ids/1?subject=a
            200 {"schema":"\"int\""}
            GET /schemas/ids/1?subject=:.:
            200 {"schema":"\"int\""}
            GET /schemas/ids/1?format=nonsense
            200 {"schema":"\"int\""}
            GET /schemas/ids/1 [Confluent-Accept-Unknown-Properties: true]
            200 {"schema":"\"int\"","schemaType":"AVRO","guid":"…","ts":…}
            GET /schemas/ids/1/schema
            200 "int"
            GET /schemas/ids/2/schema
            404 40403
            GET /schemas/ids/1/subjects
            200 ["a","b"]
            GET /schemas/ids/1/subjects?subject=b
            200 ["b"]
            GET /schemas/ids/1/subjects?offset=1
            200 ["b"]
            GET /schemas/ids/1/subjects?limit=1
            200 ["a"]
            GET /schemas/ids/2/subjects
            404 40403
            GET /schemas/ids/1/versions
            200 [{"subject":"a","version":1},{"subject":"b","version":1}]
            GET /schemas/ids/1/versions?subject=b
            200 [{"subject":"b","version":1}]
            GET /schemas/ids/1/versions?offset=1&limit=1
            200 [{"subject":"b","version":1}]
            GET /schemas/ids/2/versions
            404 40403
            DELETE /subjects/a
            200 [1]
            GET /schemas/ids/1/subjects
            200 ["b"]
            GET /schemas/ids/1/subjects?deleted=true
            200 ["a","b"]
            GET /schemas/ids/1/versions
            200 [{"subject":"b","version":1}]
            GET /schemas/ids/1/versions?deleted=True
            200 [{"subject":"a","version":1},{"subject":"b","version":1}]
            DELETE /subjects/b
            200 [1]
            GET /schemas/ids/1
            200 {"schema":"\"int\""}
            GET /schemas/ids/1/subjects
            200 []
            DELETE /schemas/ids/1
            405 405
            GET /schemas/ids/1/nothing
            404 404
            GET /schemas/ids
            404 404
            """#
        ).run(on: TestRegistry())
    }

    @Test("formats: AVRO with references written out, PROTOBUF as a descriptor")
    func formats() throws {
        try Transcript(
            #"""
            POST /subjects/a/versions {"schema":"{\"type\":\"fixed\",\"name\":\"A\",\"size\":1}"}
            200 {"id":1}
            POST /subjects/b/versions {"schema":"{\"type\":\"array\",\"items\":\"A\"}","references":[{"name":"A","subject":"a","version":1}]}
            200 {"id":2}
            GET /schemas/ids/2
            200 {"schema":"{\"type\":\"array\",\"items\":\"A\"}","references":[{"name":"A","subject":"a","version":1}]}
            GET /schemas/ids/2?format=resolved
            200 {"schema":"{\"type\":\"array\",\"items\":{\"type\":\"fixed\",\"name\":\"A\",\"size\":1}}",…}
            GET /schemas/ids/2/schema?format=resolved
            200 {"type":"array","items":{"type":"fixed","name":"A","size":1}}
            POST /subjects/p/versions {"schemaType":"PROTOBUF","schema":"syntax = \"proto3\"; message M { int32 a = 1; }"}
            200 {"id":3}
            GET /schemas/ids/3
            200 {"schema":"syntax = \"proto3\"; message M { int32 a = 1; }","schemaType":"PROTOBUF"}
            GET /subjects/p/versions/1
            200 {"subject":"p","version":1,"id":3,"schemaType":"PROTOBUF","schema":"syntax = \"proto3\"; message M { int32 a = 1; }"}
            GET /schemas/ids/3?format=serialized
            200 {"schema":"…","schemaType":"PROTOBUF"}
            GET /schemas/ids/3/schema?format=ignored
            200 syntax = "proto3"; message M { int32 a = 1; }
            """#
        ).run(on: TestRegistry())
    }

    @Test("GET /schemas/guids/{guid}: the same in every registry")
    func guids() throws {
        let registry = try TestRegistry()
        try registry.register("s", "\"int\"")
        let header = [("Confluent-Accept-Unknown-Properties", "true")]
        let version = try registry.send("GET", "/subjects/s/versions/1", headers: header)
        guard case .string(let guid)? = version.json?["guid"] else {
            Issue.record("no guid: \(version.text)")
            return
        }
        try Transcript(
            #"""
            GET /schemas/guids/\#(guid)
            200 {"schema":"\"int\""}
            GET /schemas/guids/\#(guid.uppercased())
            200 {"schema":"\"int\""}
            GET /schemas/guids/\#(guid)/ids
            200 [{"context":".","id":1}]
            GET /schemas/guids/00000000-0000-8000-8000-000000000000
            404 40403
            GET /schemas/guids/x
            404 40403
            GET /schemas/guids/x/ids
            404 40403
            """#
        ).run(on: registry)
        let other = try TestRegistry()
        try other.register("other", "\"int\"")
        #expect(try other.get("/schemas/guids/\(guid)").status == 200)
    }
}
