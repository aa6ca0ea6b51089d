// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Splits a subcommand's words into options and positional arguments.
///
/// `--name value`, `--name=value`, flags, and `--` before arguments that begin with dashes. Options may stand anywhere.
/// Values are checked here, so that nothing has happened yet when one is refused.
struct ArgumentParser {
    let definition: CommandDefinition

    /// What the words give: positional arguments, and the texts of each option by name.
    func parse(_ words: [String]) throws(UsageError) -> (positionals: [String], given: [String: [String]]) {
        var positionals: [String] = []
        var given: [String: [String]] = [:]
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                positionals += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                positionals.append(word)
                continue
            }
            let (spec, inline) = try option(word)
            given[spec.name, default: []].append(try text(of: spec, inline: inline, rest: &rest))
        }
        try check(positionals)
        return (positionals, given)
    }

    private func option(_ word: String) throws(UsageError) -> (OptionSpec, inline: String?) {
        let names = definition.options.map(\.name)
        guard word.hasPrefix("--") else {
            throw UsageError(
                "unknown option '\(word)': options have two dashes and a whole name."
                    + NearestName.hint(String(word.dropFirst()), in: names, prefix: "--"))
        }
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        guard let spec = definition.options.first(where: { $0.name == name }) else {
            throw UsageError("unknown option '--\(name)'." + NearestName.hint(name, in: names, prefix: "--"))
        }
        return (spec, parts.count > 1 ? String(parts[1]) : nil)
    }

    private func text(
        of spec: OptionSpec, inline: String?, rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let valueName = spec.valueName else {
            if inline != nil { throw UsageError("--\(spec.name) is a flag and takes no value.") }
            return ""
        }
        guard let text = inline ?? rest.popFirst() else {
            throw UsageError("--\(spec.name) needs a value: --\(spec.name) \(valueName)")
        }
        guard spec.accepts(text) else {
            throw UsageError(Arguments.refusal(of: text, spec, source: .commandLine))
        }
        return text
    }

    private func check(_ found: [String]) throws(UsageError) {
        let required = definition.positionals.filter { $0.arity == .required }
        if found.count < required.count {
            let missing = required[found.count]
            throw UsageError("\(missing.name) is missing: \(missing.help)")
        }
        let takesMore = definition.positionals.contains { $0.arity == .repeating }
        if !takesMore, found.count > definition.positionals.count {
            throw UsageError("unexpected argument '\(found[definition.positionals.count])'.")
        }
    }
}
