// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@Suite("Hostile Protobuf schemas")
struct ProtobufFuzzTests {
    private func problems(_ text: String) -> [String] {
        do {
            _ = try ProtobufSchema.parse(text, references: ProtobufPrinterTests.references)
            return []
        } catch { return error.problems.map(\.message) }
    }

    @Test(
        "that are a good one with parts replaced, taken out, doubled or mixed are parsed or refused", arguments: [1, 2])
    func mutatedText(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Array(ProtobufPrinterTests.everything.utf8)
        let words = [
            "{", "}", "[", "]", "<", ">", "(", ")", ";", "=", "option", "extend", "group", "message", "max", "to",
            "inf",
            "-1", "1e999", "0x7fffffff", "\"", "google.protobuf.FileOptions", ".", "stream", "map<", "reserved", "//",
            "/*",
        ]
        for _ in 0..<300 {
            var mutated = text
            for _ in 0...Int.random(in: 0...4, using: &random) {
                let start = Int.random(in: 0..<mutated.count, using: &random)
                let end = min(mutated.count, start + Int.random(in: 0...30, using: &random))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: mutated.removeSubrange(start..<end)
                case 1:
                    mutated.insert(
                        contentsOf: mutated[start..<end], at: Int.random(in: 0..<mutated.count, using: &random))
                case 2:
                    mutated.replaceSubrange(
                        start..<min(start + 3, end), with: Array((words.randomElement(using: &random) ?? "").utf8))
                default: mutated[start] = UInt8.random(in: 1...255, using: &random)
                }
                if mutated.isEmpty { mutated = text }
            }
            _ = problems(String(decoding: mutated, as: UTF8.self))
        }
    }

    @Test("that are a good descriptor with bytes changed are parsed and printed, or refused", arguments: [1, 2])
    func mutatedDescriptor(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let schema = try ProtobufSchema.parse(
            ProtobufPrinterTests.everything, references: ProtobufPrinterTests.references)
        for _ in 0..<250 {
            var bytes = schema.descriptor
            for _ in 0...Int.random(in: 0...5, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                default: bytes.remove(at: at)
                }
            }
            _ = problems(Base64.encode(bytes))
        }
    }

    @Test("with their own file of options are parsed or refused")
    func ownOptions() {
        let bodies = [
            "enum FileOptions { A = 0; }", "message FileOptions {}",
            "message FileOptions { optional string java_package = 1; }",
            "message FileOptions { repeated int32 java_package = 1; extensions 1000 to max; }",
            "message FileOptions { required int32 java_package = 1; optional group Uninterpreted_option = 999 {} }",
            "service FileOptions {}",
        ]
        for body in bodies {
            let text = "syntax = \"proto2\"; package google.protobuf; option java_package = \"x\"; \(body)"
            _ = problems(text)
            _ = try? ProtobufSchema.parse(
                "syntax = \"proto2\"; import \"google/protobuf/descriptor.proto\"; option java_package = \"x\";"
                    + "extend google.protobuf.FileOptions { optional int32 z = 5000; } option (z) = 1;",
                references: ["google/protobuf/descriptor.proto": text])
        }
    }

    @Test(
        "nested deeper than 32 levels in messages, groups, options and types are refused before the compiler sees them",
        arguments: [
            ("message M { ", "} "), ("optional group G = 1 { ", "} "), ("option (a) = { a { ", "} }; "), ("a: [", "] "),
            ("a < ", "> "), ("map<", "> "), ("rpc (", ") "), ("oneof o { ", "} "),
        ] as [(String, String)])
    func nesting(open: String, close: String) {
        for (prefix, suffix) in [
            ("syntax = \"proto2\"; ", ""), ("syntax = \"proto2\"; message T { option (o) = { ", "}; }"),
        ] {
            let text =
                prefix + String(repeating: open, count: 100_000) + String(repeating: close, count: 100_000) + suffix
            #expect(problems(text) == ["nested deeper than 32 levels"])
        }
    }

    @Test("that would take the compiler minutes or gigabytes are refused, with what is too much")
    func costly() {
        let numbers = (1...5000).map { String($0 * 2) }.joined(separator: ", ")
        let file = "syntax = \"proto2\"; "
        let ranges = "more than 4000 reserved numbers, names and extension ranges"
        #expect(problems(file + "message M { reserved \(numbers); }") == [ranges])
        #expect(problems(file + "message M { extensions \(numbers); }") == [ranges])
        #expect(problems(file + "enum E { A = 0; reserved \(numbers); }") == [ranges])
        #expect(
            problems(file + "message M { " + (1...4001).map { "reserved \($0); " }.joined() + "}") == [ranges])
        let parts = String(repeating: "a.", count: 200_000)
        #expect(problems(file + "message M { optional \(parts)b x = 1; }") == ["a name of more than 100 parts"])
        #expect(problems(file + "option (a)\(parts.dropLast()) = 1;") == ["a name of more than 100 parts"])
        let long = String(repeating: "m", count: 900_000)
        #expect(problems(file + "message \(long) {}") == ["a name of more than 512 bytes"])
        let scope = (0..<20).map { "message M\($0)\(String(repeating: "m", count: 400)) { " }.joined()
        #expect(problems(file + scope) == ["names of more than 1024 bytes around a part of the file"])
        #expect(
            problems(file + String(repeating: "option deprecated = true; ", count: 20_001))
                == ["more than 20000 options"])
        // A long text is none of that.
        #expect(
            problems(
                file
                    + "message M { optional string a = 1 [default = \"\(String(repeating: ".,{", count: 100_000))\"]; }"
            )
            .isEmpty)
    }

    @Test("as descriptors are held to the same limits")
    func costlyDescriptors() throws {
        // One reserved range (field 9 of a message) again and again: 5000 of them, each of one number.
        var message: [UInt8] = [0x0A, 1, 0x4D]
        for number in 1...5000 {
            let (one, two) = (UInt8(number & 0x7F) | 0x80, UInt8(number >> 7))
            let (end, more) = (UInt8((number + 1) & 0x7F) | 0x80, UInt8((number + 1) >> 7))
            message += [0x4A, 6, 0x08, one, two, 0x10, end, more]
        }
        var length = message.count
        var file: [UInt8] = [0x22]
        while length > 0x7F {
            file.append(UInt8(length & 0x7F) | 0x80)
            length >>= 7
        }
        file += [UInt8(length)] + message
        #expect(
            problems(Base64.encode(file)) == ["more than 4000 reserved numbers, names and extension ranges"])
    }
}
