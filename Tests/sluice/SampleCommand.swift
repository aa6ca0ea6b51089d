// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

@testable import sluice

/// A command that uses every kind of argument, and says what it was given.
struct SampleCommand: Command {
    static let colour = Option<Colour>("colour", "COLOUR", environment: "SAMPLE_COLOUR", default: .red, help: "Paint.")
    static let count = Option<PositiveCount>("count", "N", help: "How many.")
    static let secret = Option<String>(
        "secret", "TEXT", environment: "SAMPLE_SECRET", isSecret: true, help: "What nobody sees.")
    static let tag = Option<String>("tag", "TAG", help: "May be given several times.")
    static let loud = Flag("loud", help: "Shout.")

    static let definition = CommandDefinition(
        "sample run", summary: "Say what was given", discussion: "It has no effect.",
        positionals: [.init("FILE", help: "What to read."), .init("MORE", .repeating, help: "What else to read.")],
        options: [colour, count, secret, tag, loud], examples: [.init("sluice sample run a.txt", "Reads a.txt.")])

    let said: String

    init(_ arguments: Arguments) throws(UsageError) {
        let secret = try arguments.optional(Self.secret) ?? "-"
        let count = try arguments.optional(Self.count)?.value ?? 0
        said = [
            try arguments.value(Self.colour).rawValue, "\(count)", secret,
            try arguments.all(Self.tag).joined(separator: "+"), "\(arguments[Self.loud])",
            arguments.positionals.joined(separator: ","),
        ].joined(separator: " ")
    }

    func run(_ console: Console) throws -> ExitCode {
        console.print(said)
        return .done
    }
}

enum Colour: String, ArgumentChoice { case red, green }

/// A command that fails as it is told.
struct FailingCommand: Command {
    static let definition = CommandDefinition(
        "sample fail", summary: "Fail", positionals: [.init("HOW", .optional, help: "no or unreachable.")],
        examples: [.init("sluice sample fail no", "Exit code 1.")])

    let how: String?

    init(_ arguments: Arguments) { how = arguments.positional(0) }

    func run(_ console: Console) throws -> ExitCode {
        throw how == "no" ? CommandFailure.no("it is not so.") : CommandFailure.unreachable("nobody there.")
    }
}

/// A run of the tool in memory.
struct Run {
    let exitCode: ExitCode
    let output: String
    let errors: String

    init(exitCode: ExitCode, output: String, errors: String) {
        self.exitCode = exitCode
        self.output = output
        self.errors = errors
    }

    init(
        _ words: String..., environment: [String: String] = [:],
        commands: [any Command.Type] = [SampleCommand.self, FailingCommand.self]
    ) {
        let out = TextBuffer()
        let err = TextBuffer()
        let console = Console(out: out, err: err, isLive: false, isColoured: false, width: 100)
        exitCode = Tool(commands: commands).run(
            words, environment: environment.merging(["SLUICE_DATA": "/nonexistent"]) { given, _ in given },
            console: console)
        output = out.text
        errors = err.text
    }
}
