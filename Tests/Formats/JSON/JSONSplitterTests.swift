// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Splitting an array that has broken elements")
struct JSONSplitterTests {
    private func split(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        return try bytes.withUnsafeBytes { buffer in
            try JSONSplitter.elements(of: buffer).map { String(decoding: buffer[$0], as: UTF8.self) }
        }
    }

    @Test("gives each element without the white space around it")
    func elements() throws {
        #expect(try split(" [ {\"a\":[1,2]} , \"x,]\\\"\" ,3 ] ") == ["{\"a\":[1,2]}", "\"x,]\\\"\"", "3"])
        #expect(try split("[]").isEmpty)
    }

    @Test("doesn't mind what is wrong inside an element")
    func brokenElements() throws {
        #expect(try split(#"[{"a":1e999},{"b":"\ud800"},{"c":nul},{"d":1}]"#).count == 4)
        #expect(try split("[1,,2]") == ["1", "", "2"])
    }

    @Test("finds the object that a text is, whatever is wrong inside it, and nothing that is no object or not closed")
    func object() {
        func object(_ text: String) -> Range<Int>? {
            Array(text.utf8).withUnsafeBytes { try? JSONSplitter.object(of: $0) }
        }
        #expect(object(" {\"a\":[1e999,{}],\"}\":nul}\n") == 1..<25)
        for text in ["", "[]", "{", "{]}", "{} {}", "{\"a", "1"] { #expect(object(text) == nil, "\(text)") }
    }

    @Test(
        "refuses what can't be split, and says where",
        arguments: [
            ("{}", .unexpectedCharacter, 0), ("", .empty, nil), ("[1", .unexpectedEnd, 2),
            ("[{\"a\":1]", .unexpectedCharacter, 7), ("[\"a\\\"", .unclosedString, 1), ("[1] 2", .trailingContent, 4),
            ("[1},2]", .unexpectedCharacter, 2),
        ] as [(String, JSONParserError.Reason, Int?)])
    func refused(text: String, reason: JSONParserError.Reason, offset: Int?) {
        let error = #expect(throws: JSONParserError.self) { _ = try split(text) }
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
    }
}
