// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A subcommand: typed settings, taken from the arguments before anything runs, and what it does with them.
protocol Command: Sendable {
    static var definition: CommandDefinition { get }

    /// Takes the settings out of the arguments.
    init(_ arguments: Arguments) throws(UsageError)

    /// Does the work; errors thrown are shown on standard error and decide the exit code (`ExitCode.init(_:)`).
    func run(_ console: Console) throws -> ExitCode
}

/// What a subcommand's exit codes tell a script, as its help says it; see `ExitCode`.
struct ExitMeanings: Sendable {
    let done: String
    let no: String

    init(
        done: String = "What was asked for is done.",
        no: String = "It was not done, or the answer is no; standard error says why."
    ) {
        self.done = done
        self.no = no
    }
}

/// How a subcommand is called, and what its help says.
struct CommandDefinition: Sendable {
    struct Example: Sendable {
        let line: String
        let meaning: String

        init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// The words that call it, such as `["events", "tail"]`.
    let path: [String]
    /// One sentence without a full stop.
    let summary: String
    /// What a person needs to know beyond the summary; paragraphs separated by empty lines.
    let discussion: String
    let positionals: [Positional]
    let options: [OptionSpec]
    let examples: [Example]
    let exits: ExitMeanings

    init(
        _ path: String, summary: String, discussion: String = "", positionals: [Positional] = [],
        options: [any OptionDeclaration] = [], exits: ExitMeanings = ExitMeanings(), examples: [Example]
    ) {
        self.path = path.split(separator: " ").map(String.init)
        self.summary = summary
        self.discussion = discussion
        self.positionals = positionals
        let specs = options.map(\.spec)
        // Whoever has settings may take them from a running `sluice up`, and that is found by its data folder.
        let needsFolder =
            specs.contains { $0.environment != nil } && !specs.contains { $0.name == Settings.data.spec.name }
        self.options = specs + (needsFolder ? [Settings.data.spec] : [])
        self.examples = examples
        self.exits = exits
    }

    /// `sluice events tail`.
    var invocation: String { "sluice " + path.joined(separator: " ") }

    /// `sluice events tail [options] FILE`.
    var usage: String {
        var words = [invocation]
        if !options.isEmpty { words.append("[options]") }
        for positional in positionals {
            switch positional.arity {
            case .required: words.append(positional.name)
            case .optional: words.append("[\(positional.name)]")
            case .repeating: words.append("[\(positional.name)…]")
            }
        }
        return words.joined(separator: " ")
    }
}
