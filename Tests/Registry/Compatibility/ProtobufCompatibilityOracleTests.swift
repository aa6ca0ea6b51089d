// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import TestKit
import Testing

@testable import Formats
@testable import Registry

/// `docs/compatibility.md` explains each class of disagreement that is allowed here.
@Suite("Protobuf verdicts against what libprotobuf reads")
struct ProtobufCompatibilityOracleTests {
    /// What libprotobuf made of a message, and how that differs from what was written.
    private struct Reading {
        let direction: CompatibilityDirection
        let misreading: ProtobufMisreading?
    }

    /// `SLUICE_TEST_PROTOBUF_PAIRS` sets how many pairs of schemas each seed makes, and more seeds are tried then.
    private static let pairs = ProcessInfo.processInfo.environment["SLUICE_TEST_PROTOBUF_PAIRS"]
    static let seeds = pairs == nil ? [1, 2] : [1, 2, 3]

    @Test("what breaks no rule is misread in the documented ways only", arguments: seeds)
    func agreement(seed: Int) throws {
        let output = try PythonOracle.run(
            file: "Tests/Registry/Oracles/protobuf_compatibility.py", [String(seed), Self.pairs ?? "80"])
        var compatible: [String: Int] = [:]
        var incompatible: [String: Int] = [:]
        for line in output.split(separator: "\n") {
            let pair = try JSONValue.parse(line)
            // upb takes some files that libprotobuf does not: a proto2 enum in a proto3 message.
            guard case .string(let oldText)? = pair["old"], case .string(let newText)? = pair["new"],
                let old = try? ProtobufSchema.parse(oldText), let new = try? ProtobufSchema.parse(newText)
            else { continue }
            let namesDiffer = Self.enumNumbers(old) != Self.enumNumbers(new)
            for direction in [CompatibilityDirection.backward, .forward] {
                let (reader, writer) = direction == .backward ? (new, old) : (old, new)
                let readings = try readings(pair, direction, reader: reader, writer: writer)
                for policy in [CompatibilityPolicy.confluent, .wire] {
                    let found = ProtobufCompatibility.differences(
                        reader: reader, writer: writer, direction: direction, policy: policy)
                    for reading in readings {
                        let kind = reading.misreading?.kind.rawValue ?? "fine"
                        if found.isEmpty {
                            compatible["\(policy.rawValue) \(kind)", default: 0] += 1
                            if let misreading = reading.misreading {
                                #expect(
                                    Self.isExplained(misreading, policy, namesDiffer: namesDiffer),
                                    "\(policy) \(direction): \(misreading)\n\(old.text)\n\(new.text)")
                            }
                        } else {
                            incompatible["\(policy.rawValue) \(kind)", default: 0] += 1
                        }
                    }
                }
            }
        }
        #expect((compatible["CONFLUENT fine"] ?? 0) > 100, "\(compatible)")
        #expect(incompatible.filter { !$0.key.hasSuffix("fine") }.values.reduce(0, +) > 10, "\(incompatible)")
    }

    private func readings(
        _ pair: JSONValue, _ direction: CompatibilityDirection, reader: ProtobufSchema, writer: ProtobufSchema
    ) throws -> [Reading] {
        guard case .array(let reads)? = pair["reads"] else { return [] }
        var readings: [Reading] = []
        for read in reads where read["direction"] == .string(direction.rawValue) {
            guard case .string(let type)? = read["type"], case .string(let hex)? = read["bytes"] else { continue }
            let bytes = Self.bytes(hex)
            let written = try ProtobufRecord.decode(bytes, as: type, in: writer)
            guard case .string(let again)? = read["again"] else {
                // libprotobuf refuses the bytes, and so do we.
                #expect(throws: ProtobufCodecError.self) {
                    _ = try ProtobufRecord.decode(bytes, as: type, in: reader)
                }
                readings.append(.init(direction: direction, misreading: Self.refused))
                continue
            }
            var check = ProtobufReadingCheck(writer: writer, reader: reader)
            guard let theirs = try? ProtobufRecord.decode(Self.bytes(again), as: type, in: reader) else {
                // Text of proto2 that is no UTF-8, which libprotobuf leaves to each language.
                readings.append(.init(direction: direction, misreading: Self.refused))
                continue
            }
            let ours = try ProtobufRecord.decode(bytes, as: type, in: reader)
            // The known fields: upb writes numbers that a closed enum has no name for in its own way.
            #expect(
                try Self.known(ours).encode(in: reader) == Self.known(theirs).encode(in: reader),
                "\(type)\n\(writer.text)\n\(reader.text)")
            #expect(read["initialized"] == .bool(ours.missingRequired(in: reader).isEmpty))
            let missing = ProtobufMisreading(kind: .requiredMissing, path: "", reason: "a required field is missing")
            let misreading = read["initialized"] == false ? missing : check.compare(written, theirs)
            readings.append(.init(direction: direction, misreading: misreading))
        }
        return readings
    }

    /// The message and those in it without unknown fields.
    private static func known(_ record: ProtobufRecord) -> ProtobufRecord {
        func known(_ value: ProtobufValue) -> ProtobufValue {
            guard case .message(let message) = value else { return value }
            return .message(Self.known(message))
        }
        var record = record
        record.unknown = []
        record.fields = record.fields.mapValues {
            switch $0 {
            case .single(let value): .single(known(value))
            case .list(let values): .list(values.map(known))
            case .map(let entries): .map(entries.mapValues(known))
            }
        }
        return record
    }

    private static let refused = ProtobufMisreading(
        kind: .refused, path: "", reason: "the text is not valid UTF-8")

    /// The classes that the documentation has.
    private static func isExplained(
        _ misreading: ProtobufMisreading, _ policy: CompatibilityPolicy, namesDiffer: Bool
    ) -> Bool {
        switch misreading.kind {
        case .noType: false
        // Bytes that are read as text; the other policies ask for it.
        case .refused: policy == .confluent
        // An optional field that became required, which the other policies ask for; or a required one whose number has no
        // name for a closed enum.
        case .requiredMissing: policy == .confluent || namesDiffer
        // A number without a name for a closed enum: values may come and go.
        case .skipped: misreading.reason.contains("enum")
        // A number that the reader's type is too small for, or that it counts as negative.
        case .changed: types(in: misreading).allSatisfy { integers.contains($0) || policy == .confluent && isEnum($0) }
        // A repeated text that became a single one; fields of a oneof are never lost.
        case .lost: policy == .confluent && misreading.reason.contains("values are written")
        case .unnamed: true
        case .defaultChanged: policy == .confluent
        }
    }

    private static let integers: Set<String> = [
        "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64", "bool",
    ]

    private static func isEnum(_ type: String) -> Bool { type.split(separator: ".").last?.hasPrefix("E") == true }

    /// The types of the two fields, which the reason has in quotes.
    private static func types(in misreading: ProtobufMisreading) -> [String] {
        misreading.reason.matches(of: /'(?:repeated )?([\w.]+) \w+ = \d+'/).map { String($0.1) }
    }

    private static func enumNumbers(_ schema: ProtobufSchema) -> [String: Set<Int>] {
        let enums = schema.file.allEnumerations.map { ($0.fullName, Set($0.values.map(\.number))) }
        return Dictionary(uniqueKeysWithValues: enums)
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
