// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation

/// How findings are printed.
enum ReportFormat: String, ArgumentChoice { case human, json, sarif }

/// Where `check` and `lint` put what they found.
struct FindingReport {
    static let format = Option<ReportFormat>(
        "format", "FORMAT", default: .human, defaultText: "human",
        help: "How findings are printed: human, json, or sarif (2.1.0, for code review).")
    static let output = Option<String>(
        "output", "FILE", help: "Where the report goes; standard output then has the text for a person beside it.")

    let format: ReportFormat
    let output: String?

    init(_ arguments: Arguments) throws(UsageError) {
        format = arguments[Settings.json] ? .json : try arguments.value(Self.format)
        output = try arguments.optional(Self.output)
    }

    /// - Parameters:
    ///   - human: the report for a person.
    ///   - json: the report for a program, except SARIF.
    func write(
        _ findings: [SchemaFinding], rules: [SchemaRule], json: JSONValue, _ console: Console,
        human: (Console) -> String
    ) throws {
        let text: String
        switch format {
        case .human: text = human(output == nil ? console : console.plain)
        case .json: text = json.text() + "\n"
        case .sarif: text = SARIF(rules: rules, findings: findings).json.text() + "\n"
        }
        guard let output else { return console.print(text) }
        do {
            try text.write(toFile: output, atomically: true, encoding: .utf8)
        } catch {
            throw CommandFailure.no("\(output) can't be written: \(error.localizedDescription)")
        }
        console.print(human(console))
    }
}

extension Console {
    /// The same without colours.
    var plain: Console { Console(out: out, err: err, isLive: isLive, isColoured: false, width: width) }
}
