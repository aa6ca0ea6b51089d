// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import CodegenCore

@Suite("Names follow Swift's API design guidelines")
struct SwiftNameTests {
    @Test(
        "Members begin small, and acronyms keep one case",
        arguments: [
            ("user_id", "userID"), ("userId", "userID"), ("page_url", "pageURL"), ("url_path", "urlPath"), ("ID", "id"),
            ("http_status", "httpStatus"), ("HTTPServer", "httpServer"), ("event_ids", "eventIDs"), ("a", "a"),
            ("_private", "private"), ("snake__case_", "snakeCase"), ("SCREAMING_CASE", "screamingCase"),
            ("_1st", "_1st"), ("___", "___"), ("ipv4_address", "ipv4Address"), ("identity", "identity"),
        ])
    func members(name: String, expected: String) {
        #expect(SwiftName.member(name) == expected)
    }

    @Test(
        "Types begin with a capital",
        arguments: [
            ("page_view", "PageView"), ("PageView", "PageView"), ("json_value", "JSONValue"), ("UserId", "UserID"),
            ("HTTPServer", "HTTPServer"),
        ])
    func types(name: String, expected: String) {
        #expect(SwiftName.type(name) == expected)
    }

    @Test("Members that would get one name all keep their own spelling, wherever they stand")
    func collisions() {
        #expect(SwiftName.members(["user_id", "name", "userId"]) == ["user_id", "name", "userId"])
        #expect(SwiftName.members(["userId", "name", "user_id"]) == ["userId", "name", "user_id"])
        #expect(SwiftName.members(["writer", "Writer"], reserved: ["writer"]) == ["writer_", "Writer"])
    }
}
