// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The command line as a whole: finds the subcommand, parses its arguments, runs it, and turns errors into exit codes.
struct Tool {
    let commands: [any Command.Type]

    /// - Parameter words: the arguments without the program's name.
    func run(_ words: [String], environment: [String: String], console: Console) -> ExitCode {
        let help = HelpText(commands: commands, console: console)
        switch words.first {
        case nil:
            console.error(help.overview)
            return .usage
        case "--help", "-h":
            console.print(help.overview)
            return .done
        case "--version":
            console.print("sluice \(SluiceVersion.current)")
            return .done
        case "help":
            return showHelp(Array(words.dropFirst()), help, console)
        default:
            break
        }
        guard let (command, rest) = find(words) else { return unknown(words, help, console) }
        let options = rest.prefix { $0 != "--" }
        if options.contains("--help") || options.contains("-h") {
            console.print(help.text(for: command))
            return .done
        }
        return run(command, Array(rest), environment: environment, console: console)
    }

    private func run(
        _ command: any Command.Type, _ words: [String], environment: [String: String], console: Console
    ) -> ExitCode {
        do {
            let (positionals, given) = try ArgumentParser(definition: command.definition).parse(words)
            let running = RunningParts.settings(
                dataGiven: given[Settings.data.spec.name]?.last, environment: environment)
            let arguments = Arguments(
                positionals: positionals, given: given, environment: environment, running: running)
            return try command.init(arguments).run(console)
        } catch let error as UsageError {
            console.fail(command.definition.invocation, "\(error)\nSee \(command.definition.invocation) --help.")
            return .usage
        } catch {
            console.fail(command.definition.invocation, "\(error)")
            return ExitCode(of: error)
        }
    }

    private func showHelp(_ words: [String], _ help: HelpText, _ console: Console) -> ExitCode {
        if words.isEmpty {
            console.print(help.overview)
            return .done
        }
        if words == ["configuration"] {
            console.print(ConfigurationReference.markdown(of: commands))
            return .done
        }
        if let (command, rest) = find(words), rest.isEmpty {
            console.print(help.text(for: command))
            return .done
        }
        if isGroup(words) {
            console.print(help.text(forGroup: words))
            return .done
        }
        return unknown(words, help, console)
    }

    /// The command with the longest path that the words begin with, and what follows it.
    private func find(_ words: [String]) -> (any Command.Type, ArraySlice<String>)? {
        let matching = commands.filter { words.starts(with: $0.definition.path) }
        guard let command = matching.max(by: { $0.definition.path.count < $1.definition.path.count }) else {
            return nil
        }
        return (command, words.dropFirst(command.definition.path.count))
    }

    private func isGroup(_ words: [String]) -> Bool {
        commands.contains { $0.definition.path.count > words.count && $0.definition.path.starts(with: words) }
    }

    private func unknown(_ words: [String], _ help: HelpText, _ console: Console) -> ExitCode {
        let path = Array(words.prefix { !$0.hasPrefix("-") })
        if !path.isEmpty, isGroup(path) {
            let wantsHelp = words.contains("--help") || words.contains("-h")
            if wantsHelp {
                console.print(help.text(forGroup: path))
            } else {
                console.error(help.text(forGroup: path))
            }
            return wantsHelp ? .done : .usage
        }
        let word = path.joined(separator: " ")
        let names = commands.map { $0.definition.path.joined(separator: " ") }
        if path.isEmpty {
            console.fail("sluice", "unknown option '\(words.first ?? "")'. See sluice --help.")
        } else {
            console.fail(
                "sluice",
                "there is no command '\(word)'." + NearestName.hint(word, in: names, prefix: "sluice ")
                    + "\nSee sluice --help.")
        }
        return .usage
    }
}

/// The version of this build.
enum SluiceVersion {
    static let current = "0.1.0"
}
