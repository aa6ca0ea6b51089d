// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Registry

@Suite("What clients and proxies may keep")
struct CachingTests {
    @Test("a tag is known in every form that a client may send")
    func tags() {
        let reply = RegistryReply.text("x").tagged("a.7", .forever)
        #expect(reply.headers.first { $0.0 == "ETag" }?.1 == "\"a.7\"")
        for header in ["\"a.7\"", "W/\"a.7\"", "\"b\", \"a.7\"", "*", " \"a.7\" ,\"c\""] {
            #expect(reply.isKnown(ifNoneMatch: header), "\(header)")
        }
        for header in [nil, "", "\"a.8\"", "a.7", "\"b\""] { #expect(!reply.isKnown(ifNoneMatch: header)) }
        #expect(!RegistryReply.text("x").isKnown(ifNoneMatch: "*"))
    }

    @Test("an id's reply never changes, a version's may; who has the right one gets 304 and no body")
    func replies() throws {
        let registry = try TestRegistry()
        try registry.register("s", "\"int\"")
        for (path, directives) in [
            ("/schemas/ids/1", "max-age=31536000, immutable"), ("/schemas/ids/1/schema", "max-age=31536000, immutable"),
            ("/schemas/ids/1?format=resolved", "max-age=31536000, immutable"),
            ("/subjects/s/versions/latest", "no-cache"), ("/subjects/s/versions/1/schema", "no-cache"),
        ] {
            let first = try registry.get(path)
            #expect(first.status == 200 && first.header("Cache-Control") == directives, "\(path)")
            let tag = try #require(first.header("ETag"), "\(path)")
            let again = try registry.send("GET", path, headers: [("If-None-Match", tag)])
            #expect(again.status == 304 && again.text.isEmpty && again.header("ETag") == tag, "\(path)")
            let newer = [("If-None-Match", tag), ("Confluent-Accept-Unknown-Properties", "true")]
            if !path.hasSuffix("/schema") {
                #expect(try registry.send("GET", path, headers: newer).status == 200, "another shape is another body")
            }
        }
        let tag = try #require(try registry.get("/subjects/s/versions/latest").header("ETag"))
        try registry.register("s", "\"long\"")
        #expect(
            try registry.send("GET", "/subjects/s/versions/latest", headers: [("If-None-Match", tag)]).status == 200)
        #expect(try registry.get("/schemas/ids/1?fetchMaxId=true").header("ETag") == nil, "the highest id changes")
        #expect(try registry.get("/schemas/ids/99").header("ETag") == nil)
    }
}
