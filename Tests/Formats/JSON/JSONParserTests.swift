// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@Suite("The fast JSON parser")
struct JSONParserTests {
    @Test("reads every kind of value")
    func kinds() throws {
        let parser = try JSONParser()
        let tape = try parser.parse(#"{"a":[null,true,false,-7,18446744073709551615,1.5e2,"x"],"b":{}}"#.utf8)
        #expect(tape.kind(at: tape.root) == .object)
        #expect(tape.childCount(of: tape.root) == 2)
        let array = try #require(tape.member("a", of: tape.root))
        let elements = Array(tape.elements(at: array))
        let kinds: [JSONTape.Kind] = [.null, .true, .false, .integer, .unsigned, .double, .string]
        #expect(elements.map(tape.kind) == kinds)
        #expect(Int64(bitPattern: tape.numberBits(at: elements[3])) == -7)
        #expect(tape.numberBits(at: elements[4]) == UInt64.max)
        #expect(Double(bitPattern: tape.numberBits(at: elements[5])) == 150)
        #expect(tape.member("b", of: tape.root).map(tape.kind) == .object)
        #expect(tape.member("c", of: tape.root) == nil)
    }

    @Test("unescapes strings")
    func strings() throws {
        let parser = try JSONParser()
        let tape = try parser.parse(#""a\u00e9\ud83d\ude00\u0000\n""#.utf8)
        #expect(Array(tape.string(at: tape.root)) == Array("aé😀\0\n".utf8))
    }

    @Test("knows where each value stands in the text")
    func sourceRanges() throws {
        let text = #"{ "a" : [ 1.50 , "x\"]" , { "b" : null } ] , "c" : -2 }"#
        let parser = try JSONParser()
        let tape = try parser.parse(text.utf8)
        func source(_ index: Int) -> String? {
            tape.sourceRange(at: index).map { String(decoding: tape.source[$0], as: UTF8.self) }
        }
        let array = try #require(tape.member("a", of: tape.root))
        #expect(source(tape.root) == text)
        #expect(tape.elements(at: array).map(source) == ["1.50", #""x\"]""#, #"{ "b" : null }"#])
        #expect(tape.member("c", of: tape.root).flatMap(source) == "-2")
    }

    @Test("counts containers inside each other, not the scalars in them")
    func depth() throws {
        let parser = try JSONParser(maximumDepth: 3)
        _ = try parser.parse("[[[1]]]".utf8)
        let error = #expect(throws: JSONParserError.self) { _ = try parser.parse("[[[[1]]]]".utf8) }
        #expect(error?.reason == .tooDeep)
        #expect(error?.offset == 3)
    }

    @Test("takes texts of growing and shrinking sizes")
    func sizes() throws {
        let parser = try JSONParser()
        for count in [1, 5000, 3, 700_000, 10, 1_200_000, 2, 400_000] {
            let tape = try parser.parse("[\(Array(repeating: "1", count: count).joined(separator: ","))]".utf8)
            #expect(tape.childCount(of: tape.root) == count)
            let last = tape.elements(at: tape.root).reduce(0) { $1 }
            #expect(tape.sourceRange(at: last) == count * 2 - 1..<count * 2)
        }
    }

    @Test("is usable after an error")
    func reuse() throws {
        let parser = try JSONParser()
        #expect(throws: JSONParserError.self) { _ = try parser.parse("[1,".utf8) }
        let tape = try parser.parse("[1]".utf8)
        #expect(tape.childCount(of: tape.root) == 1)
    }

    @Test(
        "says why and where a text is broken",
        arguments: [
            ("", .empty, nil, nil), (" \n", .empty, nil, nil), ("{\"a\":1,}", .unexpectedCharacter, 1, 8),
            ("[1,\n 2 3]", .unexpectedCharacter, 2, 4), ("[1,2", .unexpectedEnd, 1, 5),
            ("{\"a\" 1}", .unexpectedCharacter, 1, 6), ("[1] [2]", .trailingContent, 1, 5),
            ("[\"a]", .unclosedString, 1, 2), ("[\"é\u{1}\"]", .controlCharacter, 1, 4),
            (#"["\x"]"#, .invalidEscape, 1, 3), (#"["\ud800"]"#, .loneSurrogate, 1, 3),
            (#"["\udc00"]"#, .loneSurrogate, 1, 3), ("[01]", .invalidNumber, 1, 2), ("[1.]", .invalidNumber, 1, 2),
            ("[-]", .invalidNumber, 1, 2), ("[1e400]", .numberOutOfRange, 1, 2),
            ("[18446744073709551616]", .numberOutOfRange, 1, 2), ("[tru]", .unexpectedCharacter, 1, 2),
            ("[NaN]", .unexpectedCharacter, 1, 2), ("\u{FEFF}[1]", .unexpectedCharacter, 1, 1),
        ] as [(String, JSONParserError.Reason, Int?, Int?)])
    func errors(text: String, reason: JSONParserError.Reason, line: Int?, column: Int?) throws {
        let parser = try JSONParser()
        let error = #expect(throws: JSONParserError.self) { _ = try parser.parse(text.utf8) }
        #expect(error?.reason == reason)
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test("says where UTF-8 is broken")
    func invalidUTF8() throws {
        let parser = try JSONParser()
        for broken: [UInt8] in [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80]] {
            let error = #expect(throws: JSONParserError.self) {
                _ = try parser.parse(Array("[\"".utf8) + broken + Array("\"]".utf8))
            }
            #expect(error?.reason == .invalidUTF8)
            #expect(error?.offset == 2)
        }
    }

    @Test("finds a place for whatever it refuses")
    func placeForEveryError() throws {
        let parser = try JSONParser(maximumDepth: 8)
        let seed = Array(#"[{"a":[1,-2.5e3,"x\u00e9é"],"b":{"c":null,"d":true}},false,{"e":""}]"#.utf8)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<4000 {
            var text = seed
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let at = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text[at] = UInt8.random(in: 0...255, using: &random)
                case 1: text.remove(at: at)
                default: text.insert(text[Int.random(in: 0..<text.count, using: &random)], at: at)
                }
            }
            do {
                _ = try parser.parse(text)
            } catch {
                #expect(error.offset != nil, "no place for \(String(decoding: text, as: UTF8.self)): \(error)")
            }
        }
    }
}
