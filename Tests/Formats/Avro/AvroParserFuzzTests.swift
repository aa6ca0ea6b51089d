// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit
import Testing

/// Broken and odd texts by the thousand; `SLUICE_TEST_FUZZ` multiplies how many.
@Suite("No text makes the Avro parser fail, hang or take memory without bound")
struct AvroParserFuzzTests {
    private static let rounds =
        4000 * (ProcessInfo.processInfo.environment["SLUICE_TEST_FUZZ"].flatMap { Int($0) } ?? 1)

    /// Pieces that parsers stumble over.
    private static let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "-0", "1e999999999",
            "99999999999999999999999",
            "0.0000001", "\"type\":", "\"record\"", "\"fields\":[", "\"default\":", "\"aliases\":[\"R\"]",
            "\"namespace\":\"\"",
            "\"logicalType\":\"decimal\"", "\"precision\":2147483648", "\"size\":-1", "\"R\"", "..", "\u{0}", "é",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    private static func mutated(_ text: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = text
        for _ in 0...Int.random(in: 0..<4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
            case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 2 where place < bytes.count:
                bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...12, using: &random)))
            case 3:
                let end = Int.random(in: place...bytes.count, using: &random)
                bytes.insert(contentsOf: Array(bytes[place..<end].prefix(200)), at: place)
            default: bytes = Array(bytes.prefix(max(1, place)))
            }
        }
        return bytes
    }

    @Test(
        "mutated schemas are refused with a place, or parse to what can be printed and parsed again", arguments: [1, 2])
    func mutations(seed: Int) throws {
        let path = ProjectRoot.path + "/Tests/Formats/Oracles/avro_java_schemas.jsonl"
        let texts = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
            try JSONValue.parse(line)["schema"]?.string
        }
        var random = SeededGenerator(seed: UInt64(seed))
        var accepted = 0
        for round in 0..<Self.rounds {
            let bytes = Self.mutated(Array(texts[round % texts.count].utf8), &random)
            // Invalid UTF-8 is repaired before the parser sees it, as where a request's body is read; JSON itself refuses it.
            if String(validating: bytes, as: UTF8.self) == nil {
                #expect(throws: JSONError.self) { try JSONValue.parse(bytes) }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            do {
                let schema = try AvroSchema.parse(text)
                accepted += 1
                let normal = try AvroSchema.parse(schema.normalForm())
                #expect(normal.canonicalForm == schema.canonicalForm, "\(text)")
                _ = try? AvroValue.decode(bytes, as: schema)
                _ = schema.positions(of: schema.findings.map(\.pointer))
            } catch {
                #expect(error.line >= 1 && error.column >= 1)
            }
        }
        #expect(accepted > Self.rounds / 100, "mutations that keep nothing valid test little: \(accepted)")
    }

    @Test("deep, wide and long texts are refused, or parsed in time that grows with their length")
    func sizes() throws {
        let deep = { (open: String, close: String, count: Int) in
            String(repeating: open, count: count) + "\"int\"" + String(repeating: close, count: count)
        }
        for text in [
            deep("[", "]", 100_000), deep(#"{"type":"array","items":"#, "}", 100_000),
            deep(#"{"type":"record","name":"R","fields":[{"name":"a","type":"#, "}]}", 10_000),
            String(repeating: "[", count: 1_000_000), "\"" + String(repeating: "\\", count: 1_000_000),
            #"{"type":"fixed","name":"F","size":"# + String(repeating: "9", count: 1_000_000) + "}",
        ] {
            #expect(throws: AvroSchemaError.self) { try AvroSchema.parse(text) }
        }
        let symbols = (0..<20_000).map { "\"S\($0)\"" }.joined(separator: ",")
        let wide = try AvroSchema.parse(#"{"type":"enum","name":"E","symbols":[\#(symbols)]}"#)
        #expect(wide.canonicalForm.utf8.count > 100_000)
        let padded = String(repeating: " ", count: AvroSchema.maxTextBytes) + "\"int\""
        let error = #expect(throws: AvroSchemaError.self) { try AvroSchema.parse(padded) }
        #expect(error?.message.contains("the most is \(AvroSchema.maxTextBytes)") == true)
    }
}
