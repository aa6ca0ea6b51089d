// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit
import Testing

@testable import Registry

@Suite("Avro compatibility agrees with Java's implementation, in every difference")
struct AvroJavaVerdictTests {
    /// What Java found, written by `AvroJavaOracle.java`.
    private struct Answer {
        let reader: String
        let writer: String
        /// `TYPE /path message` of each difference.
        let differences: [String]
        /// Java throws where a field matches two fields.
        let isAmbiguous: Bool

        init(_ line: Substring) throws {
            let json = try JSONValue.parse(line)
            guard case .string(let reader)? = json["reader"], case .string(let writer)? = json["writer"],
                case .array(let found)? = json["differences"]
            else { throw TestKitError("not an answer: \(line)") }
            self.reader = reader
            self.writer = writer
            differences = found.map { one in
                ["type", "path", "message"].map { name in
                    guard case .string(let text)? = one[name] else { return "" }
                    return text
                }.joined(separator: " ")
            }
            isAmbiguous = json["error"] != nil
        }
    }

    @Test("types, paths and messages of Java's Avro 1.12.1, in its order")
    func differences() throws {
        let path = ProjectRoot.path + "/Tests/Registry/Oracles/avro_java_verdicts.jsonl"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 400)
        for line in lines {
            let answer = try Answer(line)
            let found = AvroCompatibility.differences(
                reader: try AvroSchema.parse(answer.reader), writer: try AvroSchema.parse(answer.writer),
                direction: .backward)
            let context: Comment = "reader \(answer.reader)\nwriter \(answer.writer)"
            if answer.isAmbiguous {
                #expect(found.contains { $0.rule == .avroFieldAmbiguous }, context)
            } else {
                #expect(found.map { "\($0.type) \($0.path) \($0.additionalInfo)" } == answer.differences, context)
            }
        }
    }
}
