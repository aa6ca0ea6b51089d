// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import TestKit
import Testing

@testable import Formats

@Suite("A plan turns events of one schema into another's as reading value by value does")
struct AvroTranscoderTests {
    /// What both ways make of bytes: the reader's encoding, or nil.
    private struct Pair {
        let writer: AvroSchema
        let reader: AvroSchema
        let resolution: AvroResolution
        let transcoder: AvroTranscoder

        init(_ writer: String, _ reader: String, _ logicalTypes: AvroResolution.LogicalTypes = .ignored) throws {
            self.writer = try AvroSchema.parse(writer)
            self.reader = try AvroSchema.parse(reader)
            resolution = AvroResolution(logicalTypes: logicalTypes)
            transcoder = try #require(AvroTranscoder(writer: self.writer, reader: self.reader, resolution: resolution))
        }

        func byValue(_ bytes: [UInt8]) -> [UInt8]? {
            try? AvroValue.decode(bytes, writer: writer, reader: reader, resolution: resolution).encode(as: reader)
        }

        /// The plan copies blocks and numbers as they are written; one encoding of the same value makes them comparable.
        func byPlan(_ bytes: [UInt8]) throws -> [UInt8]? {
            guard let converted = bytes.withUnsafeBytes({ transcoder.convert($0) }) else { return nil }
            return try AvroValue.decode(converted, as: reader).encode(as: reader)
        }

        func isAgreed(_ bytes: [UInt8]) throws -> Bool { try byPlan(bytes) == byValue(bytes) }
    }

    @Test(
        "random pairs of schemas, whole records, cut ones and such with a flipped bit", arguments: [11, 12],
        [AvroResolution.LogicalTypes.ignored, .sameMeaning])
    func random(seed: Int, logicalTypes: AvroResolution.LogicalTypes) throws {
        let output = try PythonOracle.run(
            file: "Tests/Registry/Oracles/avro_resolution.py", ["generate", String(seed), "150"])
        var (turned, refused) = (0, 0)
        for line in output.split(separator: "\n") {
            let json = try JSONValue.parse(line)
            guard case .string(let reader)? = json["reader"], case .string(let writer)? = json["writer"],
                case .array(let records)? = json["records"]
            else { continue }
            let pair = try Pair(writer, reader, logicalTypes)
            for record in records {
                guard case .string(let hex)? = record["bytes"] else { continue }
                let bytes = Self.bytes(hex)
                let context: Comment = "reader \(reader)\nwriter \(writer)\n\(hex)"
                #expect(try pair.isAgreed(bytes), context)
                if try pair.byPlan(bytes) == nil { refused += 1 } else { turned += 1 }
                for cut in bytes.indices.prefix(20) { #expect(try pair.isAgreed(Array(bytes[..<cut])), context) }
                for place in bytes.indices.prefix(20) {
                    var flipped = bytes
                    flipped[place] ^= 1 << UInt8(place % 8)
                    #expect(try pair.isAgreed(flipped), "flipped at \(place): \(context)")
                }
            }
        }
        #expect(turned > 100 && refused > 100, "\(turned) \(refused)")
    }

    @Test("blocks with sizes, several blocks, and fields in another order within recursive records")
    func constructs() throws {
        func node(_ fields: String) -> String { #"{"type":"record","name":"N","fields":[\#(fields)]}"# }
        let value = #"{"name":"value","type":"int"}"#
        let wide = #"{"name":"value","type":"long"}"#
        let next = #"{"name":"next","type":["null","N"]}"#
        let words = #"{"name":"words","type":{"type":"map","values":{"type":"array","items":"int"}}}"#
        let wideWords = #"{"name":"words","type":{"type":"map","values":{"type":"array","items":"double"}}}"#
        let pair = try Pair(
            node([value, next, words].joined(separator: ",")), node([next, wideWords, wide].joined(separator: ",")))
        // {1, {2, null, {}}, {"a": [1] + [2, 3], "b": []}}, the arrays' second block with its size.
        let bytes: [UInt8] = [2, 2, 4, 0, 0, 2, 2, 97, 2, 2, 3, 4, 4, 6, 0, 2, 2, 98, 0, 0]
        #expect(pair.byValue(bytes) != nil)
        #expect(try pair.isAgreed(bytes))
        for cut in bytes.indices { #expect(try pair.isAgreed(Array(bytes[..<cut]))) }
    }

    @Test("what is alike is one run of bytes, with a default behind it")
    func runs() throws {
        let old =
            #"{"type":"record","name":"R","fields":[{"name":"a","type":"string"},{"name":"b","type":["null","long"]}]}"#
        let new = old.replacing("]}]}", with: #"]},{"name":"c","type":"int","default":7}]}"#)
        let pair = try Pair(old, new)
        guard case .record(let steps) = pair.transcoder.steps[pair.transcoder.root], steps.count == 2,
            case .same(let run) = steps[0], case .literal([14]) = steps[1]
        else {
            Issue.record("\(pair.transcoder.steps)")
            return
        }
        #expect(run.count == 2)
        #expect(try pair.byPlan([2, 120, 2, 6]) == [2, 120, 2, 6, 14])
    }

    @Test("nesting and items without bytes are bounded")
    func bounds() throws {
        let tree = #"{"type":"record","name":"N","fields":[{"name":"next","type":["null","N"]}]}"#
        let other =
            #"{"type":"record","name":"N","fields":[{"name":"next","type":["null","N"]},{"name":"x","type":"int","default":0}]}"#
        let deep = [UInt8](repeating: 2, count: 100_000) + [0]
        #expect(try Pair(tree, tree).byPlan(deep) == nil)
        #expect(try Pair(tree, other).byPlan(deep) == nil)
        let nulls = #"{"type":"array","items":"null"}"#
        // 2^40 nulls in a few bytes.
        #expect(try Pair(nulls, nulls).byPlan([0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 0]) == nil)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
