// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@testable import Registry

@Suite("Avro compatibility agrees with the port of Java's rules")
struct AvroCompatibilityOracleTests {
    @Test("the verdict on random pairs of schemas is the same", arguments: [1, 2])
    func agreement(seed: Int) throws {
        let output = try PythonOracle.run(
            file: "Tests/Registry/Oracles/avro_compatibility.py", [String(seed), "1500"])
        var verdicts: [Bool: Int] = [:]
        for line in output.split(separator: "\n") {
            let pair = try JSONValue.parse(line)
            guard case .string(let reader)? = pair["reader"], case .string(let writer)? = pair["writer"],
                case .bool(let expected)? = pair["compatible"]
            else {
                Issue.record("not what the script writes: \(line)")
                continue
            }
            let found = AvroCompatibility.differences(
                reader: try AvroSchema.parse(reader), writer: try AvroSchema.parse(writer), direction: .backward)
            #expect(found.isEmpty == expected, "reader \(reader)\nwriter \(writer)\n\(found.map(\.message))")
            verdicts[expected, default: 0] += 1
        }
        #expect((verdicts[true] ?? 0) > 200 && (verdicts[false] ?? 0) > 200, "both verdicts must occur: \(verdicts)")
    }
}
