// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import Foundation
import Testing

@Suite("What fastavro reads of encoded events")
struct OracleTests {
    private static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/")
    private static let python = folder + "/../../.deps/venv/bin/python"

    struct OracleFailed: Error, CustomStringConvertible { let description: String }

    /// Runs the oracle to its end. Output goes through a file, so that no pipe fills up.
    private func oracle(_ command: String, seed: Int, count: Int, input: String = "") throws -> String {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-oracle-\(UUID())")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let (given, answer) = (scratch.appendingPathComponent("in"), scratch.appendingPathComponent("out"))
        try Data(input.utf8).write(to: given)
        try Data().write(to: answer)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = [Self.folder + "/Oracles/avro_events.py", command, String(seed), String(count)]
        process.standardInput = try FileHandle(forReadingFrom: given)
        process.standardOutput = try FileHandle(forWritingTo: answer)
        process.standardError = process.standardOutput
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: try Data(contentsOf: answer), as: UTF8.self)
        guard process.terminationStatus == 0 else { throw OracleFailed(description: text) }
        return text
    }

    @Test("is the value that each random event of a random contract means", arguments: 1...6)
    func randomContracts(seed: Int) throws {
        let count = 150
        let prefix = try ContractFixture().accept(ContractFixture.event()).framed.count
        var answers = ""
        for line in try oracle("generate", seed: seed, count: count).split(separator: "\n") {
            let parsed = try JSONValue.parse(line)
            guard case .string(let schema)? = parsed["schema"], case .string(let event)? = parsed["event"],
                case .array(let fields)? = try JSONValue.parse(schema)["fields"]
            else { throw OracleFailed(description: String(line)) }
            let contract = try ContractFixture(properties: fields.map { $0.text() }.joined(separator: ","))
            let text = ContractFixture.event(properties: event)
            switch try contract.encode(text) {
            case .accepted(let decoded):
                answers += decoded.framed.dropFirst(prefix).map { byte in
                    String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16)
                }.joined()
            case .refused(let violations):
                Issue.record("refused: \(violations)\nschema \(schema)\nevent \(event)")
            }
            answers += "\n"
        }
        _ = try oracle("check", seed: seed, count: count, input: answers)
    }
}
