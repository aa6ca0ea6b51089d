// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@Suite("/subjects, row by row")
struct SubjectEndpointTests {
    @Test("GET lists subjects by prefix and state, in the order of their bytes, in pages")
    func list() throws {
        try Transcript(
            #"""
            GET /subjects
            200 []
            POST /subjects/b/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/a%2Fx/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/B/versions {"schema":"\"int\""}
            200 {"id":1}
            POST /subjects/%C3%A9/versions {"schema":"\"int\""}
            200 {"id":1}
            GET /subjects
            200 ["B","a/x","b","é"]
            GET /subjects/
            200 ["B","a/x","b","é"]
            GET /subjects?subjectPrefix=a
            200 ["a/x"]
            GET /subjects?subjectPrefix=a%2F
            200 ["a/x"]
            GET /subjects?subject=b
            200 ["b"]
            GET /subjects?subjectPrefix=:.:b
            200 ["b"]
            GET /subjects?subjectPrefix=:*:
            200 ["B","a/x","b","é"]
            GET /subjects?subjectPrefix=%25
            200 []
            GET /subjects?subjectPrefix=%00
            200 []
            GET /subjects?offset=1&limit=2
            200 ["a/x","b"]
            GET /subjects?limit=0
            200 []
            GET /subjects?limit=-1
            200 ["B","a/x","b","é"]
            GET /subjects?limit=many
            400 400
            DELETE /subjects/b
            200 [1]
            GET /subjects
            200 ["B","a/x","é"]
            GET /subjects?deleted=True
            200 ["B","a/x","b","é"]
            GET /subjects?deletedOnly=true
            200 ["b"]
            GET /subjects?deleted_only=true
            200 ["b"]
            POST /subjects {}
            405 405
            """#
        ).run(on: TestRegistry())
    }

    @Test("POST looks a schema up under a subject")
    func lookUp() throws {
        try Transcript(
            #"""
            POST /subjects/none {"schema":"\"int\""}
            404 40401
            POST /subjects/s/versions {"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}
            200 {"id":1}
            POST /subjects/s {"schema":"{ \"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}
            200 {"subject":"s","version":1,"id":1,"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}
            POST /subjects/s {"schema":"{\"name\":\"R\",\"type\":\"record\",\"fields\":[]}"}
            404 40403
            POST /subjects/s?normalize=True {"schema":"{\"name\":\"R\",\"type\":\"record\",\"fields\":[]}"}
            200 {"subject":"s","version":1,"id":1,"schema":"…"}
            POST /subjects/s {"schema":"\"int\""}
            404 40403
            POST /subjects/s {"schema":"nonsense"}
            422 42201
            POST /subjects/s {"schema":"\"int\"","schemaType":"JSON"}
            422 42201
            POST /subjects/s {}
            422 42201
            POST /subjects/s {
            400 400
            POST /subjects/s [Content-Type: text/xml] {}
            415 415
            DELETE /subjects/s
            200 [1]
            POST /subjects/s {"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}
            404 40401
            POST /subjects/s?deleted=true {"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}
            200 {"subject":"s","version":1,"id":1,"schema":"…"}
            GET /subjects/s
            405 405
            """#
        ).run(on: TestRegistry())
    }

    @Test("GET …/metadata finds the newest version that has all properties")
    func metadata() throws {
        try Transcript(
            #"""
            GET /subjects/none/metadata?key=a&value=1
            404 40401
            POST /subjects/s/versions {"schema":"\"int\"","metadata":{"properties":{"a":"1","b":"1"}}}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"\"int\"","metadata":{"properties":{"a":"1","b":"2"}}}
            200 {"id":2}
            GET /subjects/s/metadata?key=a&value=1
            200 {"subject":"s","version":2,"id":2,"schema":"\"int\"","metadata":{"properties":{"a":"1","b":"2"}}}
            GET /subjects/s/metadata?key=a&value=1&key=b&value=1
            200 {"subject":"s","version":1,"id":1,"schema":"\"int\"","metadata":{"properties":{"a":"1","b":"1"}}}
            GET /subjects/s/metadata?key=a&value=2
            404 40403
            GET /subjects/s/metadata?key=c&value=1
            404 40403
            GET /subjects/s/metadata?key=a
            400 400
            GET /subjects/s/metadata
            200 {"subject":"s","version":2,…}
            DELETE /subjects/s/versions/2
            200 2
            GET /subjects/s/metadata?key=a&value=1
            200 {"subject":"s","version":1,…}
            GET /subjects/s/metadata?key=a&value=1&deleted=true
            200 {"subject":"s","version":2,…}
            """#
        ).run(on: TestRegistry())
    }

    @Test("DELETE: softly first, then for good; nothing that others refer to")
    func delete() throws {
        try Transcript(
            #"""
            DELETE /subjects/none
            404 40401
            DELETE /subjects/none?permanent=true
            404 40401
            POST /subjects/s/versions {"schema":"{\"type\":\"fixed\",\"name\":\"A\",\"size\":1}"}
            200 {"id":1}
            POST /subjects/s/versions {"schema":"{\"type\":\"fixed\",\"name\":\"A\",\"size\":1,\"doc\":\"d\"}"}
            200 {"id":2}
            POST /subjects/user/versions {"schema":"{\"type\":\"array\",\"items\":\"A\"}","references":[{"name":"A","subject":"s","version":2}]}
            200 {"id":3}
            DELETE /subjects/s
            422 42206
            DELETE /subjects/user
            200 [1]
            DELETE /subjects/s?permanent=true
            404 40405
            DELETE /subjects/s
            200 [1,2]
            DELETE /subjects/s
            404 40404
            GET /schemas/ids/1
            200 {"schema":"…"}
            DELETE /subjects/s?permanent=true
            422 42206
            DELETE /subjects/user?permanent=true
            200 [1]
            DELETE /subjects/s?permanent=True
            200 [1,2]
            DELETE /subjects/s?permanent=true
            404 40401
            GET /schemas/ids/1
            404 40403
            POST /subjects/s/versions {"schema":"\"int\""}
            200 {"id":4}
            GET /subjects/s/versions
            200 [1]
            """#
        ).run(on: TestRegistry())
    }
}
