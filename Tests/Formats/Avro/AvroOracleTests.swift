// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@Suite("Avro agrees with fastavro on random schemas")
struct AvroOracleTests {
    @Test(
        "canonical forms, fingerprints and decoded values are equal, and encoding gives the bytes back",
        arguments: [1, 2, 3])
    func agreement(seed: Int) throws {
        let output = try PythonOracle.run(file: "Tests/Formats/Oracles/avro_oracle.py", [String(seed), "700"])
        let lines = output.split(separator: "\n")
        #expect(lines.count > 500)
        for line in lines {
            let expected = try JSONValue.parse(line, maxDepth: 1000)
            let text = try #require(expected["schema"]?.string)
            let schema = try AvroSchema.parse(text)
            #expect(schema.canonicalForm == expected["form"]?.string, "\(text)")
            #expect(Self.hex(Self.littleEndian(schema.fingerprint64)) == expected["crc64"]?.string)
            #expect(Self.hex(schema.md5) == expected["md5"]?.string)
            #expect(Self.hex(schema.sha256) == expected["sha256"]?.string)

            // The normal form changes nothing but the text, and is its own normal form.
            let normal = try AvroSchema.parse(schema.normalForm())
            #expect(normal.canonicalForm == schema.canonicalForm, "\(text)")
            #expect(normal.normalForm() == normal.text, "\(text)")
            #expect(Set(normal.types.values.map(\.aliases)) == Set(schema.types.values.map(\.aliases)))

            let bytes = Self.bytes(try #require(expected["bytes"]?.string))
            let value = try AvroValue.decode(bytes, as: schema)
            #expect(Self.neutral(value) == expected["decoded"], "\(text)")
            #expect(try value.encode(as: schema) == bytes, "\(text)")
        }
    }

    /// The form in which the script writes values.
    private static func neutral(_ value: AvroValue) -> JSONValue {
        switch value {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .int(let value): .number(String(value))
        case .long(let value): .number(String(value))
        case .float(let value): .string(hex(littleEndian(Double(value).bitPattern).reversed()))
        case .double(let value): .string(hex(littleEndian(value.bitPattern).reversed()))
        case .bytes(let value), .fixed(let value): .string("0x" + hex(value))
        case .string(let value), .enumeration(let value): .string(value)
        case .array(let elements): .array(elements.map(neutral))
        case .map(let entries), .record(let entries):
            .object(entries.map { .init(name: $0.name, value: neutral($0.value)) })
        case .union(_, let value): neutral(value)
        }
    }

    private static func littleEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension JSONValue {
    /// The text, if this is a string.
    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
