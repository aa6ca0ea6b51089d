// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit
import Testing

@testable import Registry

/// Verdicts on random pairs, held against what two other implementations do with the data.
///
/// `SLUICE_TEST_AVRO_PAIRS` sets how many pairs a seed makes; what disagrees is explained in `docs/compatibility.md`.
@Suite("Avro verdicts hold when fastavro and avro read the data")
struct AvroResolutionOracleTests {
    private static let script = "Tests/Registry/Oracles/avro_resolution.py"
    private static let pairs = ProcessInfo.processInfo.environment["SLUICE_TEST_AVRO_PAIRS"] ?? "250"

    private struct Pair {
        let readerText: String
        let writerText: String
        let reader: AvroSchema
        let writer: AvroSchema

        init(_ json: JSONValue) throws {
            guard case .string(let reader)? = json["reader"], case .string(let writer)? = json["writer"] else {
                throw TestKitError("not what the script writes: \(json.text())")
            }
            readerText = reader
            writerText = writer
            self.reader = try AvroSchema.parse(reader)
            self.writer = try AvroSchema.parse(writer)
        }

        var isCompatible: Bool {
            AvroCompatibility.differences(reader: reader, writer: writer, direction: .backward).isEmpty
        }
    }

    @Test("records of compatible pairs are read by all, and ours reads what fastavro reads", arguments: [1, 2])
    func records(seed: Int) throws {
        let output = try PythonOracle.run(file: Self.script, ["generate", String(seed), Self.pairs])
        var counts: [String: Int] = [:]
        for line in output.split(separator: "\n") {
            let json = try JSONValue.parse(line)
            let pair = try Pair(json)
            let isCompatible = pair.isCompatible
            guard case .array(let records)? = json["records"] else { continue }
            for record in records {
                let failure = Self.failure(of: record, pair)
                let context: Comment = "reader \(pair.readerText)\nwriter \(pair.writerText)\n\(record.text())"
                switch (failure, record["fastavro"] == .null, record["avro"] == .null) {
                case (nil, true, true): counts["all read", default: 0] += 1
                case (.some, false, false) where !isCompatible: counts["none reads", default: 0] += 1
                // Classes of disagreement, as the documentation lists them.
                case (let failure?, false, _) where failure.contains("UTF-8"): counts["not UTF-8", default: 0] += 1
                case (nil, true, false): counts["avro reads less", default: 0] += 1
                case (nil, false, _) where !isCompatible:
                    counts["fastavro compares what is empty", default: 0] += 1
                    #expect(AvroCounterExample.find(writer: pair.writer, reader: pair.reader) != nil, context)
                default: Issue.record("compatible: \(isCompatible), ours: \(failure ?? "read"), \(context)")
                }
            }
        }
        #expect((counts["all read"] ?? 0) > 200 && (counts["none reads"] ?? 0) > 200, "\(counts)")
    }

    private static func failure(of record: JSONValue, _ pair: Pair) -> String? {
        guard case .string(let hex)? = record["bytes"] else { return "no bytes" }
        do {
            _ = try AvroValue.decode(bytes(hex), writer: pair.writer, reader: pair.reader)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("records that prove a pair incompatible are refused by fastavro too", arguments: [3, 4])
    func proofs(seed: Int) throws {
        let output = try PythonOracle.run(file: Self.script, ["generate", String(seed), Self.pairs])
        var questions: [(pair: Pair, line: String)] = []
        var incompatible = 0
        for line in output.split(separator: "\n") {
            let pair = try Pair(try JSONValue.parse(line))
            guard !pair.isCompatible else { continue }
            incompatible += 1
            guard let found = AvroCounterExample.find(writer: pair.writer, reader: pair.reader) else { continue }
            let question: JSONValue = [
                "reader": .string(pair.readerText), "writer": .string(pair.writerText),
                "bytes": .string(Self.hex(found.bytes)),
            ]
            questions.append((pair, question.text()))
        }
        #expect(
            incompatible > 50 && questions.count * 100 >= incompatible * 95, "\(questions.count) of \(incompatible)")
        let file = FileManager.default.temporaryDirectory.appending(path: "sluice-proofs-\(UUID().uuidString).jsonl")
        try questions.map(\.line).joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let answers = try PythonOracle.run(file: Self.script, ["decode", file.path]).split(separator: "\n")
        #expect(answers.count == questions.count)
        for (question, answer) in zip(questions, answers) {
            let said = try JSONValue.parse(answer)
            #expect(said["fastavro"] != .null, "\(question.line)\n\(answer)")
            #expect(said["avro"] != .null, "\(question.line)\n\(answer)")
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
