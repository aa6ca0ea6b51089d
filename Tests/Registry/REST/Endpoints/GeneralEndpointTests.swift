// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@Suite("What is no schema, row by row")
struct GeneralEndpointTests {
    @Test("what is always the same")
    func constants() throws {
        try Transcript(
            #"""
            GET /
            200 {}
            GET /schemas/types
            200 ["AVRO","PROTOBUF"]
            GET /master_available
            200 {"master_available":true}
            GET /exporters
            200 []
            GET /v1/metadata/id
            200 {"scope":{"path":[],"clusters":{"schema-registry-cluster":"schema-registry"}},"id":""}
            GET /v1/metadata/version
            200 {"version":"…","commitId":"…"}
            # Newer serdes ask this first, and fall back to naming by topic.
            GET /associations/resources/a/b
            404 404
            GET /associations/resources/a/b?resourceType=topic
            404 404
            GET /contexts
            200 ["."]
            HEAD /subjects
            200 …
            GET /nothing
            404 {"error_code":404,"message":"HTTP 404 Not Found"}
            POST / {}
            405 {"error_code":405,"message":"HTTP 405 Method Not Allowed"}
            OPTIONS /subjects
            405 405
            GET /subjects [Accept: text/html]
            406 {"error_code":406,"message":"HTTP 406 Not Acceptable"}
            GET /nothing [Accept: text/html]
            404 404
            POST /subjects/s [Content-Type: text/html] {}
            415 {"error_code":415,"message":"HTTP 415 Unsupported Media Type"}
            """#
        ).run(on: TestRegistry())
    }

    @Test("405 names the methods that there are")
    func allow() throws {
        let registry = try TestRegistry()
        #expect(try registry.send("PATCH", "/subjects/s").header("Allow") == "DELETE, POST")
        #expect(try registry.send("PUT", "/subjects").header("Allow") == "GET, HEAD")
    }

    @Test("problem details for who asks for them, and for nobody else")
    func problems() throws {
        try Transcript(
            #"""
            GET /subjects/none/versions [Accept: application/problem+json]
            404 {"type":"urn:sluice:registry:error:40401","title":"Subject not found","status":404,"detail":"Subject 'none' not found.","error_code":40401}
            GET /subjects/none/versions [Accept: application/vnd.schemaregistry.v1+json, application/problem+json]
            404 {"type":"urn:sluice:registry:error:40401",…}
            GET /subjects/none/versions [Accept: application/problem+json;q=0, */*]
            404 40401
            GET /subjects/none/versions [Accept: */*]
            404 40401
            GET /subjects [Accept: application/problem+json]
            200 []
            GET /nothing [Accept: application/problem+json]
            404 {"type":"urn:sluice:registry:error:404",…}
            PUT /subjects [Accept: application/problem+json]
            405 {"type":"urn:sluice:registry:error:405",…}
            """#
        ).run(on: TestRegistry())
    }
}
