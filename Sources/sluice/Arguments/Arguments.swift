// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// A command line after parsing, with the environment behind it: what a command takes its settings from.
struct Arguments: Sendable {
    /// Where a setting's value came from.
    enum Source: Sendable, Hashable {
        case commandLine, environment, file, running, fallback
    }

    let positionals: [String]
    let environment: [String: String]
    private let given: [String: [String]]
    /// What a running `sluice up` offers for settings that nothing else gives, by environment variable.
    private let running: [String: String]

    init(
        positionals: [String] = [], given: [String: [String]] = [:], environment: [String: String] = [:],
        running: [String: String] = [:]
    ) {
        self.positionals = positionals
        self.given = given
        self.environment = environment
        self.running = running
    }

    /// Whether a flag stands on the command line.
    subscript(flag: Flag) -> Bool { given[flag.spec.name] != nil }

    /// The positional argument at that place, if there is one.
    func positional(_ index: Int) -> String? { positionals.indices.contains(index) ? positionals[index] : nil }

    /// The value of an option that has one by default, or must be given.
    func value<Value>(_ option: Option<Value>) throws(UsageError) -> Value {
        if let value = try optional(option) { return value }
        let ways = ["--\(option.spec.name)", option.spec.environment].compactMap(\.self).joined(separator: " or ")
        throw UsageError("\(ways) is needed: \(option.spec.help)")
    }

    /// The value of an option, if anything gives it: the command line before the environment, that before the file
    /// named by `…_FILE`, that before a running `sluice up`, that before the default.
    func optional<Value>(_ option: Option<Value>) throws(UsageError) -> Value? {
        guard let (text, source) = try text(of: option.spec) else { return option.fallback }
        guard let value = Value(argument: text) else {
            throw UsageError(Self.refusal(of: text, option.spec, source: source))
        }
        return value
    }

    /// All values of an option that may be given several times.
    func all<Value>(_ option: Option<Value>) throws(UsageError) -> [Value] {
        guard let texts = given[option.spec.name] else { return try optional(option).map { [$0] } ?? [] }
        var values: [Value] = []
        for text in texts {
            guard let value = Value(argument: text) else {
                throw UsageError(Self.refusal(of: text, option.spec, source: .commandLine))
            }
            values.append(value)
        }
        return values
    }

    /// Where the option's value comes from.
    func source(of option: some OptionDeclaration) throws(UsageError) -> Source {
        try text(of: option.spec)?.1 ?? .fallback
    }

    private func text(of spec: OptionSpec) throws(UsageError) -> (String, Source)? {
        if let text = given[spec.name]?.last { return (text, .commandLine) }
        guard let variable = spec.environment else { return nil }
        if let text = environment[variable], !text.isEmpty { return (text, .environment) }
        if spec.isSecret, let text = try Self.secret(variable, in: environment) { return (text, .file) }
        if let text = running[variable] { return (text, .running) }
        return nil
    }

    /// The content of the file that `<variable>_FILE` names, without the line's end.
    static func secret(_ variable: String, in environment: [String: String]) throws(UsageError) -> String? {
        guard let path = environment[variable + "_FILE"], !path.isEmpty else { return nil }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            throw UsageError("\(variable)_FILE names \(path), which can't be read: \(error.localizedDescription)")
        }
    }

    /// Why a text is not taken. A secret's text is not repeated.
    static func refusal(of text: String, _ spec: OptionSpec, source: Source) -> String {
        let found = spec.isSecret ? "" : ", not '\(text)'"
        let name = source == .commandLine ? "--\(spec.name)" : spec.environment ?? spec.name
        return "\(name) takes \(spec.expectation)\(found)."
    }
}
