// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Registry
import Testing

@Suite("/subjects/{s}/versions, row by row")
struct VersionEndpointTests {
    @Test("GET lists live versions, deleted ones, or both, in pages")
    func list() throws {
        try Transcript(
            #"""
            GET /subjects/none/versions
            404 40401
            POST /subjects/s/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"\"long\""}
            200 {"id":2}
            POST /subjects/s/versions {"schema":"\"double\""}
            200 {"id":3}
            DELETE /subjects/s/versions/2
            200 2
            GET /subjects/s/versions
            200 [1,3]
            GET /subjects/s/versions?deleted=true
            200 [1,2,3]
            GET /subjects/s/versions?deleted=TRUE
            200 [1,2,3]
            GET /subjects/s/versions?deletedOnly=true
            200 [2]
            GET /subjects/s/versions?deleted_only=True
            200 [2]
            GET /subjects/s/versions?deleted=true&deletedOnly=true
            200 [2]
            GET /subjects/s/versions?deletedAsNegative=true
            200 [1,-2,3]
            GET /subjects/s/versions?deletedOnly=true&deletedAsNegative=true
            200 [-2]
            GET /subjects/s/versions?offset=1
            200 [3]
            GET /subjects/s/versions?limit=1
            200 [1]
            GET /subjects/s/versions?offset=1&limit=1&deleted=true
            200 [2]
            GET /subjects/s/versions?offset=9
            200 []
            GET /subjects/s/versions?limit=-1
            200 [1,3]
            GET /subjects/s/versions?offset=x
            400 400
            DELETE /subjects/s
            200 [1,3]
            GET /subjects/s/versions
            404 40401
            GET /subjects/s/versions?deletedAsNegative=true
            200 [-1,-2,-3]
            PUT /subjects/s/versions {}
            405 405
            """#
        ).run(on: TestRegistry())
    }

    @Test("POST registers: same content is the same version, then compatibility, then the next number")
    func register() throws {
        try Transcript(
            #"""
            POST /subjects/s/versions {"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"{ \"type\" : \"record\", \"name\":\"R\",\"fields\":[]}"}
            200 {"id":1}
            POST /subjects/other/versions {"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}
            200 {"id":1}
            POST /subjects/s/versions?normalize=True {"schema":"{\"name\":\"R\",\"type\":\"record\",\"fields\":[]}"}
            200 {"id":1}
            POST /subjects/s/versions?normalize=False {"schema":"{\"name\":\"R\",\"type\":\"record\",\"fields\":[]}"}
            200 {"id":2}
            POST /subjects/s/versions {"schema":"\"int\""}
            409 409
            POST /subjects/s/versions {"schema":"{"}
            422 42201
            POST /subjects/s/versions {"schema":""}
            422 42201
            POST /subjects/s/versions {}
            422 42201
            POST /subjects/s/versions {"schema":"\"int\"","schemaType":"THRIFT"}
            422 {"error_code":42201,"message":"Invalid schema type THRIFT; known are AVRO, PROTOBUF"}
            POST /subjects/s/versions {"schema":"\"int\"","references":[{"name":"a","subject":"none","version":1}]}
            422 42201
            POST /subjects/s/versions {"schema":"\"int\"","references":[{"name":"a"}]}
            422 42201
            POST /subjects/s/versions {"schema":"\"int\"","id":7}
            422 42205
            POST /subjects/a%00b/versions {"schema":"\"int\""}
            422 42208
            POST /subjects/__GLOBAL/versions {"schema":"\"int\""}
            422 42208
            POST /subjects/__EMPTY/versions {"schema":"\"int\""}
            422 42208
            POST /subjects/v/versions {"schema":"\"int\"","version":2}
            422 42201
            POST /subjects/v/versions {"schema":"\"int\"","version":1}
            200 {"id":…}
            POST /subjects/v/versions {"schema":"\"long\"","version":-1}
            200 {"id":…}
            POST /subjects/x/versions {"schema":"\"int\"","unknown":{"members":["are","ignored"]},"schemaType":null}
            200 {"id":…}
            POST /subjects/s/versions [Content-Type: text/plain] {"schema":"\"int\""}
            415 415
            POST /subjects/s/versions [Accept: text/html] {"schema":"\"int\""}
            406 406
            POST /subjects/s/versions not json
            400 400
            POST /subjects/s/versions []
            422 422
            """#
        ).run(on: TestRegistry())
    }

    @Test("POST of a text above the limit")
    func tooLarge() throws {
        try Transcript(
            #"""
            POST /subjects/s/versions {"schema":"{\"type\":\"enum\",\"name\":\"ALongNameOfAnEnum\",\"symbols\":[\"A\"]}"}
            422 42209
            POST /subjects/s/versions {"schema":"\"int\""}
            200 {"id":1}
            """#
        ).run(on: TestRegistry { $0.maxSchemaBytes = 40 })
    }

    @Test("GET of one version: by number, latest, -1; deleted ones only if asked for")
    func get() throws {
        try Transcript(
            #"""
            GET /subjects/none/versions/1
            404 40401
            GET /subjects/none/versions/latest
            404 40401
            POST /subjects/s/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"\"long\""}
            200 {"id":2}
            GET /subjects/s/versions/1
            200 {"subject":"s","version":1,"id":1,"schema":"\"int\""}
            GET /subjects/s/versions/latest
            200 {"subject":"s","version":2,"id":2,"schema":"\"long\""}
            GET /subjects/s/versions/-1
            200 {"subject":"s","version":2,"id":2,"schema":"\"long\""}
            GET /subjects/s/versions/1/schema
            200 "int"
            GET /subjects/s/versions/latest/schema
            200 "long"
            GET /subjects/s/versions/3
            404 40402
            GET /subjects/s/versions/3/schema
            404 40402
            GET /subjects/none/versions/3/schema
            404 40401
            GET /subjects/s/versions/0
            422 42202
            GET /subjects/s/versions/-2
            422 42202
            GET /subjects/s/versions/first
            422 42202
            GET /subjects/s/versions/2147483648/schema
            422 42202
            DELETE /subjects/s/versions/2
            200 2
            GET /subjects/s/versions/2
            404 40402
            GET /subjects/s/versions/2?deleted=true
            200 {"subject":"s","version":2,"id":2,"schema":"\"long\""}
            GET /subjects/s/versions/latest
            200 {"subject":"s","version":1,"id":1,"schema":"\"int\""}
            GET /subjects/s/versions/latest?deleted=true
            200 {"subject":"s","version":2,"id":2,"schema":"\"long\""}
            GET /subjects/s/versions/1?format=nonsense
            200 {"subject":"s","version":1,"id":1,"schema":"\"int\""}
            GET /subjects/s/versions/1/nothing
            404 404
            POST /subjects/s/versions/1 {}
            405 405
            """#
        ).run(on: TestRegistry())
    }

    @Test("GET …/referencedby: ids of what refers to a version")
    func referrers() throws {
        try Transcript(
            #"""
            POST /subjects/a/versions {"schema":"{\"type\":\"fixed\",\"name\":\"A\",\"size\":1}"}
            200 {"id":1}
            POST /subjects/b/versions {"schema":"{\"type\":\"array\",\"items\":\"A\"}","references":[{"name":"A","subject":"a","version":-1}]}
            200 {"id":2}
            POST /subjects/c/versions {"schema":"{\"type\":\"map\",\"values\":\"A\"}","references":[{"name":"A","subject":"a","version":1}]}
            200 {"id":3}
            GET /subjects/b/versions/1
            200 {"subject":"b","version":1,"id":2,"schema":"…","references":[{"name":"A","subject":"a","version":1}]}
            GET /subjects/a/versions/1/referencedby
            200 [2,3]
            GET /subjects/a/versions/latest/referencedby
            200 [2,3]
            GET /subjects/a/versions/1/referencedby?offset=1
            200 [3]
            GET /subjects/a/versions/1/referencedby?limit=1
            200 [2]
            GET /subjects/b/versions/1/referencedby
            200 []
            GET /subjects/none/versions/1/referencedby
            404 40401
            GET /subjects/a/versions/2/referencedby
            404 40402
            GET /subjects/a/versions/x/referencedby
            422 42202
            GET /subjects/b/versions/1/schema?format=resolved
            200 {"type":"array","items":{"type":"fixed","name":"A","size":1}}
            DELETE /subjects/c
            200 [1]
            GET /subjects/a/versions/1/referencedby
            200 [2]
            GET /subjects/a/versions/1/referencedby?deleted=true
            200 [2,3]
            DELETE /subjects/a/versions/1
            422 42206
            DELETE /subjects/a
            422 42206
            """#
        ).run(on: TestRegistry())
    }

    @Test("DELETE of one version: softly, then for good")
    func delete() throws {
        try Transcript(
            #"""
            DELETE /subjects/none/versions/1
            404 40401
            POST /subjects/s/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"\"long\""}
            200 {"id":2}
            DELETE /subjects/s/versions/x
            422 42202
            DELETE /subjects/s/versions/3
            404 40402
            DELETE /subjects/s/versions/1?permanent=true
            404 40407
            DELETE /subjects/s/versions/1?permanent=False
            200 1
            DELETE /subjects/s/versions/1
            404 40406
            DELETE /subjects/s/versions/1?permanent=True
            200 1
            DELETE /subjects/s/versions/1?permanent=true
            404 40402
            GET /schemas/ids/1
            404 40403
            DELETE /subjects/s/versions/latest
            200 2
            GET /subjects
            200 []
            POST /subjects/s/versions {"schema":"\"long\""}
            200 {"id":2}
            GET /subjects/s/versions
            200 [3]
            """#
        ).run(on: TestRegistry())
    }

    @Test("shapes: who reads version 8 gets its members, in their order")
    func shapes() throws {
        let script = { (header: String, old: Bool) in
            let members =
                old
                ? #"{"subject":"s","version":1,"id":1,"schema":"\"int\""}"#
                : #"{"subject":"s","version":1,"id":1,"guid":"…","schemaType":"AVRO","schema":"\"int\"","ts":…,"deleted":false}"#
            let registered =
                old
                ? #"{"id":1}"#
                : #"{"id":1,"version":1,"guid":"…","schemaType":"AVRO","schema":"\"int\"","ts":…}"#
            return try Transcript(
                """
                POST /subjects/s/versions \(header) {"schema":"\\"int\\""}
                200 \(registered)
                GET /subjects/s/versions/1 \(header)
                200 \(members)
                GET /schemas \(header)
                200 [\(members)]
                POST /subjects/s \(header) {"schema":"\\"int\\""}
                200 \(members)
                """)
        }
        let header = "[Confluent-Accept-Unknown-Properties: true]"
        try script("", true).run(on: TestRegistry())
        try script("[Confluent-Accept-Unknown-Properties: false]", true).run(on: TestRegistry())
        try script(header, false).run(on: TestRegistry())
        try script(header, true).run(on: TestRegistry { $0.shapes = .v7 })
        try script("", false).run(on: TestRegistry { $0.shapes = .v8 })
    }
}
