// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@Suite("JSON text: order kept, errors with places")
struct JSONTextTests {
    @Test(
        "text that is compact already is written back byte for byte",
        arguments: [
            #"{"b":1,"a":[true,false,null],"c":{"":-0.50e+3}}"#, #"[]"#, #"{}"#, #""a/b é 😀 \"\\ \b\f\n\r\t\u0001""#,
            "1e400", "-0", "[[[[]]]]",
        ])
    func roundTrip(text: String) throws {
        #expect(try JSONValue.parse(text).text() == text)
    }

    @Test("escapes become characters, and only the necessary ones come back")
    func escapes() throws {
        let value = try JSONValue.parse(#"" \/ é 😀 ""#)
        #expect(value == .string(" / é 😀 "))
        #expect(value.text() == "\" / é 😀 \"")
    }

    @Test(
        "what RFC 8259 does not allow is refused at its place",
        arguments: [
            ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("{\"a\":1,}", 1, 8), ("{\"a\" 1}", 1, 6), ("01", 1, 1),
            ("1.", 1, 3), (".5", 1, 1), ("-", 1, 2), ("1e", 1, 3), ("tru", 1, 1), ("nul", 1, 1), ("\"a", 1, 1),
            ("\"\u{1}\"", 1, 2), ("\"\\x\"", 1, 2), ("\"\\u12g4\"", 1, 2), ("1 2", 1, 3), ("[1\n 2]", 2, 2),
            ("{\n  \"é\": 1,\n  \"é\": 2\n}", 3, 3), ("\"\\ud83d\"", 1, 2), ("\"\\ude00\"", 1, 2),
            ("\"\\ud83d\\u0041\"", 1, 2), ("// c\n1", 1, 1), ("'a'", 1, 1), ("[\"é\", x]", 1, 7), ("NaN", 1, 1),
        ])
    func refused(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
        #expect(error?.position == TextPosition(line: line, column: column), "\(error?.description ?? "")")
    }

    @Test("bytes that are not UTF-8 are refused")
    func invalidUTF8() {
        #expect(throws: JSONError.self) { try JSONValue.parse([0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue.parse([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test("nesting is bounded")
    func depth() throws {
        let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(try JSONValue.parse(deep).text() == deep)
        #expect(throws: JSONError.self) { try JSONValue.parse("[" + deep + "]") }
        #expect(throws: JSONError.self) { try JSONValue.parse(String(repeating: "[", count: 1_000_000)) }
    }

    @Test("a document tells where the value at a pointer stands")
    func positions() throws {
        let document = try JSONDocument("{\n \"a/b\": [1,\n  {\"~\": true}],\n \"c\": 2}")
        func position(_ tokens: String...) -> TextPosition { document.position(of: JSONPointer(tokens)) }
        #expect(position() == TextPosition(line: 1, column: 1))
        #expect(position("a/b") == TextPosition(line: 2, column: 9))
        #expect(position("a/b", "1", "~") == TextPosition(line: 3, column: 9))
        #expect(position("c") == TextPosition(line: 4, column: 7))
        #expect(position("a/b", "7", "x") == TextPosition(line: 2, column: 9), "the nearest ancestor")
        #expect(JSONPointer(["a/b", "1", "~"]).description == "/a~1b/1/~0")
    }

    @Test("random bytes never trap")
    func fuzz() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("{}[]\",:\\ue0123.-+truefalsn é\n\u{1}".utf8)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<24, using: &generator)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
            guard let value = try? JSONValue.parse(bytes) else { continue }
            #expect((try? JSONValue.parse(value.text())) == value)
        }
    }
}
