// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What may stand at the end of an unfinished command line: commands, options, and values of options that take one of a
/// few words. Nothing means that the shell offers files.
struct Completion {
    struct Candidate: Hashable {
        let word: String
        let help: String
    }

    let commands: [any Command.Type]

    /// - Parameter words: after the program's name; the last one is unfinished, and may be empty.
    func candidates(_ words: [String]) -> [Candidate] {
        var (before, partial) = Self.joined(words)
        let isHelp = before.first == "help"
        if isHelp { before.removeFirst() }
        let found: [Candidate]
        if let (definition, rest) = command(before), !isHelp {
            found = candidates(definition, rest, &partial)
        } else {
            found = names(after: before, isHelp: isHelp)
        }
        return found.filter { $0.word.hasPrefix(partial) }
    }

    /// What follows the words of a command's path.
    private func names(after path: [String], isHelp: Bool) -> [Candidate] {
        var seen: Set<String> = []
        var found = commands.map { $0.definition }.filter { $0.path.count > path.count && $0.path.starts(with: path) }
            .compactMap { definition -> Candidate? in
                let name = definition.path[path.count]
                guard seen.insert(name).inserted else { return nil }
                return Candidate(word: name, help: definition.path.count == path.count + 1 ? definition.summary : "…")
            }
        if path.isEmpty, !isHelp {
            found += [
                .init(word: "help", help: "Options and examples of a command"),
                .init(word: "--help", help: "All commands"),
                .init(word: "--version", help: "The version"),
            ]
        }
        if path.isEmpty, isHelp { found.append(.init(word: "configuration", help: "Every setting")) }
        return found
    }

    private func candidates(
        _ definition: CommandDefinition, _ rest: ArraySlice<String>, _ partial: inout String
    ) -> [Candidate] {
        guard !rest.contains("--") else { return [] }
        func option(_ word: some StringProtocol) -> OptionSpec? {
            definition.options.first { word == "--" + $0.name }
        }
        func values(_ spec: OptionSpec, prefix: String = "") -> [Candidate] {
            spec.choices.map { Candidate(word: prefix + $0, help: "") }
        }
        if let last = rest.last, let spec = option(last), spec.valueName != nil { return values(spec) }
        if let equals = partial.firstIndex(of: "="), let spec = option(partial[..<equals]) {
            return values(spec, prefix: "--\(spec.name)=")
        }
        guard partial.hasPrefix("-") else { return [] }
        return definition.options.map { Candidate(word: "--" + $0.name, help: $0.help) }
            + [Candidate(word: "--help", help: "Show the command's help.")]
    }

    private func command(_ words: [String]) -> (CommandDefinition, ArraySlice<String>)? {
        commands.map { $0.definition }.filter { words.starts(with: $0.path) }.max { $0.path.count < $1.path.count }
            .map { ($0, words.dropFirst($0.path.count)) }
    }

    /// Bash makes three words of `--name=value`.
    private static func joined(_ words: [String]) -> (before: [String], partial: String) {
        var before = Array(words.dropLast())
        var partial = words.last ?? ""
        if partial == "=", before.last?.hasPrefix("--") == true { partial = "" }
        if before.last == "=" { before.removeLast() }
        return (before, partial)
    }
}

/// The shells that complete commands.
enum CompletionShell: String, ArgumentChoice {
    case bash, zsh, fish
    /// What the scripts of the others ask for.
    case words

    /// What the shell reads: it asks the program itself, so that what is offered is what the program has.
    var script: String {
        switch self {
        case .bash:
            #"""
            _sluice() {
                local line
                COMPREPLY=()
                while IFS= read -r line; do
                    COMPREPLY+=("${line%%$'\t'*}")
                done < <("${COMP_WORDS[0]}" completion words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            }
            complete -o default -F _sluice sluice
            """#
        case .zsh:
            #"""
            #compdef sluice
            _sluice() {
                local line
                local -a found
                while IFS= read -r line; do
                    found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
                done < <("${words[1]}" completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)
                if (( ${#found} )); then _describe sluice found; else _files; fi
            }
            compdef _sluice sluice
            """#
        case .fish:
            #"""
            function __sluice_complete
                set -l before (commandline -opc)
                set -l last (commandline -ct)
                set -l found ($before[1] completion words -- $before[2..-1] "$last" 2>/dev/null)
                if test (count $found) -gt 0
                    printf '%s\n' $found
                else
                    __fish_complete_path "$last"
                end
            end
            complete -c sluice -f -a '(__sluice_complete)'
            """#
        case .words: ""
        }
    }
}
