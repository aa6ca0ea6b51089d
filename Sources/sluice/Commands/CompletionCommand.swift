// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// `sluice completion`: teaches a shell to complete commands, options and their values.
struct CompletionCommand: Command {
    static let definition = CommandDefinition(
        "completion", summary: "Print what teaches a shell to complete commands and options",
        discussion: """
            The script asks the program itself, so that what is offered is what the installed version has. Where there is nothing \
            to offer, the shell offers files.
            """,
        positionals: [
            .init("SHELL", help: "bash, zsh, fish; or words, which prints what the words after -- may go on with."),
            .init("WORD", .repeating, help: "For words: what stands on the command line, the last one unfinished."),
        ],
        examples: [
            .init("source <(sluice completion bash)", "In ~/.bashrc."),
            .init("source <(sluice completion zsh)", "In ~/.zshrc, after compinit."),
            .init("sluice completion fish | source", "In ~/.config/fish/config.fish."),
        ])

    let shell: CompletionShell
    let words: [String]

    init(_ arguments: Arguments) throws(UsageError) {
        let name = arguments.positional(0) ?? ""
        guard let shell = CompletionShell(argument: name) else {
            throw UsageError("SHELL is \(CompletionShell.expectation), not '\(name)'.")
        }
        self.shell = shell
        words = Array(arguments.positionals.dropFirst())
        if shell != .words, let word = words.first { throw UsageError("unexpected argument '\(word)'.") }
    }

    func run(_ console: Console) throws -> ExitCode {
        guard shell == .words else {
            console.print(shell.script)
            return .done
        }
        for candidate in Completion(commands: CommandCatalog.all).candidates(words) {
            console.print("\(candidate.word)\t\(candidate.help)")
        }
        return .done
    }
}
