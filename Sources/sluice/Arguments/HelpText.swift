// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What `--help` and `help` print.
struct HelpText {
    let commands: [any Command.Type]
    let console: Console

    /// Everything there is, in groups.
    var overview: String {
        var text = """
            \(console.styled("sluice", .bold)) — the gate in front of an analytics pipeline: events enter only by their contract.

            \(heading("Usage"))
              sluice COMMAND [options]


            """
        for group in CommandCatalog.groups {
            text += heading(group.title) + "\n"
            text += list(group.commands.map { ($0.definition.path.joined(separator: " "), $0.definition.summary) })
            text += "\n"
        }
        text += """
            \(heading("Start here"))
              sluice demo                 everything on this machine, fed with a real clickstream
              sluice help COMMAND         options and examples of a command
              sluice help configuration   every setting: flag, environment variable, default

            """
        return text
    }

    /// One command: usage, options, examples.
    func text(for command: any Command.Type) -> String {
        let definition = command.definition
        var text = console.styled(definition.invocation, .bold) + " — " + definition.summary + "\n\n"
        text += heading("Usage") + "\n  " + definition.usage + "\n\n"
        if !definition.discussion.isEmpty { text += Wrapping.wrap(definition.discussion, width: width) + "\n\n" }
        if !definition.positionals.isEmpty {
            text += heading("Arguments") + "\n"
            text += list(definition.positionals.map { ($0.name, $0.help) }) + "\n"
        }
        text += heading("Options") + "\n"
        text += list(definition.options.map(Self.row) + [("--help", "Show this text.")]) + "\n"
        text += heading("Exit codes") + "\n" + list(Self.exits(of: definition)) + "\n"
        text += heading("Examples") + "\n"
        for example in definition.examples {
            text += "  " + console.styled(example.line, .cyan) + "\n      " + example.meaning + "\n"
        }
        return text
    }

    /// The commands whose paths begin with those words, such as all of `events`.
    func text(forGroup words: [String]) -> String {
        let members = commands.filter { $0.definition.path.starts(with: words) }
        let name = words.joined(separator: " ")
        return heading("Commands of \(console.styled("sluice \(name)", .bold))") + "\n"
            + list(members.map { ($0.definition.path.joined(separator: " "), $0.definition.summary) })
            + "\nMore: sluice help \(name) COMMAND\n"
    }

    private var width: Int { min(console.width, 100) }

    private func heading(_ title: String) -> String { console.styled(title, .bold) }

    private static func exits(of definition: CommandDefinition) -> [(String, String)] {
        let meanings: [(ExitCode, String)] = [
            (.done, definition.exits.done), (.no, definition.exits.no), (.usage, "It was called wrongly."),
            (.unreachable, "Something that it depends on can't be reached."),
        ]
        // Whoever has no settings depends on nothing.
        let isAlone = definition.options.allSatisfy {
            $0.environment == nil || [Settings.data.spec.name, Settings.home.spec.name].contains($0.name)
        }
        return meanings.filter { !isAlone || $0.0 != .unreachable }.map { (String($0.0.rawValue), $0.1) }
    }

    private static func row(_ spec: OptionSpec) -> (String, String) {
        var help = spec.help
        var origins: [String] = []
        if let variable = spec.environment { origins.append(variable + (spec.isSecret ? "[_FILE]" : "")) }
        if let fallback = spec.defaultText { origins.append("default: \(fallback)") }
        if !origins.isEmpty { help += " [" + origins.joined(separator: "; ") + "]" }
        return ("--\(spec.name)" + (spec.valueName.map { " \($0)" } ?? ""), help)
    }

    private func list(_ rows: [(String, String)]) -> String {
        let column = min(28, (rows.map(\.0.count).max() ?? 0) + 2)
        var text = ""
        for (name, meaning) in rows {
            let lines = Wrapping.wrap(meaning, width: max(30, width - column - 2)).split(separator: "\n")
            let pad = String(repeating: " ", count: column + 2)
            if name.count + 2 > column {
                text += "  \(name)\n"
                text += lines.map { pad + $0 + "\n" }.joined()
            } else {
                let first = lines.first.map(String.init) ?? ""
                text += "  " + name + String(repeating: " ", count: column - name.count) + first + "\n"
                text += lines.dropFirst().map { pad + $0 + "\n" }.joined()
            }
        }
        return text
    }
}

/// Breaks text into lines.
enum Wrapping {
    /// Lines of at most `width` characters; empty lines stay, single line ends within a paragraph don't.
    static func wrap(_ text: String, width: Int) -> String {
        var paragraphs: [String] = [""]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                paragraphs.append("")
            } else {
                paragraphs[paragraphs.count - 1] += (paragraphs[paragraphs.count - 1].isEmpty ? "" : " ") + line
            }
        }
        return paragraphs.map { fill($0, width: width) }.joined(separator: "\n\n")
    }

    private static func fill(_ paragraph: String, width: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in paragraph.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        return lines.joined(separator: "\n")
    }
}
