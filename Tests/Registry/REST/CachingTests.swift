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
}
