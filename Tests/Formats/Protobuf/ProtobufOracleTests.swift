// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import TestKit
import Testing

@testable import Formats

@Suite("Protobuf agrees with libprotobuf on random schemas")
struct ProtobufOracleTests {
    @Test(
        "text, normal form, messages, their JSON, and what is read of broken bytes are the same", arguments: [1, 2])
    func agreement(seed: Int) throws {
        let output = try PythonOracle.run(file: "Tests/Formats/Oracles/protobuf_oracle.py", [String(seed), "40"])
        var samples = 0
        for line in output.split(separator: "\n") {
            let expected = try JSONValue.parse(line)
            let descriptor = try #require(expected["descriptor"]?.string)
            // The descriptor is printed, compiled again, and compared; else parsing refuses it.
            let schema = try ProtobufSchema.parse(descriptor)
            let normal = try schema.normalized()
            #expect(try normal.normalized().text == normal.text, "\(schema.text)")
            #expect(try ProtobufSchema.parse(schema.text).meaning == schema.meaning)
            guard case .array(let cases)? = expected["samples"] else { continue }
            for sample in cases {
                try check(sample, schema)
                samples += 1
            }
        }
        #expect(samples > 150)
    }

    private func check(_ sample: JSONValue, _ schema: ProtobufSchema) throws {
        let type = try #require(sample["type"]?.string)
        let bytes = Self.bytes(try #require(sample["bytes"]?.string))
        let record = try ProtobufRecord.decode(bytes, as: type, in: schema)
        // upb writes map entries and extensions in an order of its own: the same bytes, some of them elsewhere.
        let written = try record.encode(in: schema)
        #expect(written.sorted() == bytes.sorted(), "\(type) of\n\(schema.text)")
        #expect(try ProtobufRecord.decode(written, as: type, in: schema).encode(in: schema) == written)
        let json = try JSONValue.parse(try #require(sample["json"]?.string))
        #expect(Self.isSame(record.json(in: schema), json), "\(record.json(in: schema).text()) not \(json.text())")
        #expect(sample["initialized"] == .bool(record.missingRequired(in: schema).isEmpty))
        guard case .array(let others)? = sample["others"] else { return }
        for other in others {
            let wrong = Self.bytes(try #require(other["bytes"]?.string))
            let expected = other["again"]?.string
            let read = Result { () throws(ProtobufCodecError) in
                try ProtobufRecord.decode(wrong, as: type, in: schema)
            }
            switch read {
            case .success(let record):
                guard let theirs = expected.map(Self.bytes) else {
                    Issue.record("libprotobuf refuses \(type) \(Self.hex(wrong)) of\n\(schema.text)")
                    continue
                }
                let again = try ProtobufRecord.decode(theirs, as: type, in: schema)
                #expect(
                    try record.known.encode(in: schema) == again.known.encode(in: schema),
                    "\(type) \(Self.hex(wrong)) of\n\(schema.text)")
                // upb writes numbers that a closed enum has no name for in its own way.
                if schema.file.syntax == .proto3 {
                    #expect(try record.encode(in: schema).sorted() == theirs.sorted(), "\(type) \(Self.hex(wrong))")
                }
            case .failure(let error):
                // proto2 leaves it to the language whether text must be UTF-8.
                if error.reason == .invalidText, schema.file.syntax == .proto2 { continue }
                #expect(expected == nil, "\(error): \(type) \(Self.hex(wrong)) of\n\(schema.text)")
            }
        }
    }

    /// Members in any order; numbers by their value.
    private static func isSame(_ one: JSONValue, _ two: JSONValue) -> Bool {
        switch (one, two) {
        case (.number(let one), .number(let two)): Double(one) == Double(two) || Float(one) == Float(two)
        case (.array(let one), .array(let two)): one.count == two.count && zip(one, two).allSatisfy(isSame)
        case (.object(let one), .object(let two)):
            one.count == two.count
                && zip(one.sorted { $0.name < $1.name }, two.sorted { $0.name < $1.name }).allSatisfy {
                    $0.name == $1.name && isSame($0.value, $1.value)
                }
        default: one == two
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

extension ProtobufRecord {
    /// The message and those in it without unknown fields.
    var known: ProtobufRecord {
        func known(_ value: ProtobufValue) -> ProtobufValue {
            guard case .message(let message) = value else { return value }
            return .message(message.known)
        }
        var record = self
        record.unknown = []
        record.fields = fields.mapValues {
            switch $0 {
            case .single(let value): .single(known(value))
            case .list(let values): .list(values.map(known))
            case .map(let entries): .map(entries.mapValues(known))
            }
        }
        return record
    }
}
