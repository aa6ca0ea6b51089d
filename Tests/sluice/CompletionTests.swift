// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import TestKit
import Testing

@testable import sluice

@Suite("Shells complete commands, options and their values")
struct CompletionTests {
    private func words(_ line: String...) -> [String] {
        Completion(commands: CommandCatalog.all).candidates(line).map(\.word)
    }

    @Test("Commands and their parts")
    func commands() {
        #expect(words("sch") == ["schema"])
        #expect(words("schema", "l") == ["lint", "list"])
        #expect(words("schema", "config", "") == ["get", "set"])
        #expect(words("").contains("help") && words("").contains("lake"))
        #expect(words("help", "con") == ["configuration"])
        #expect(words("help", "schema", "imp") == ["import"])
        #expect(words("nonsense", "") == [])
        // Both a command and a group: what follows may be either.
        #expect(words("lake", "--lis") == ["--listen"])
    }

    @Test("Options, and the values of those that take one of a few words")
    func options() {
        #expect(words("schema", "push", "--d") == ["--dry-run", "--diff", "--data"])
        #expect(words("schema", "push", "--diff", "") == ["fields", "text", "none"])
        #expect(words("schema", "check", "folder", "--policy", "WIRE") == ["WIRE", "WIRE_JSON"])
        #expect(words("schema", "check", "--level=FULL_") == ["--level=FULL_TRANSITIVE"])
        // As bash splits it.
        #expect(words("schema", "check", "--level", "=", "FULL_") == ["FULL_TRANSITIVE"])
        #expect(words("schema", "check", "--format", "=") == ["human", "json", "sarif"])
        #expect(words("schema", "check", "--he") == ["--help"])
        // Files are the shell's business.
        #expect(words("schema", "push", "sch") == [])
        #expect(words("schema", "export", "--subjects", "") == [])
        #expect(words("schema", "push", "--", "--d") == [])
    }

    @Test("Bash, with the script and the program")
    func bash() throws {
        let script = #"""
            source <("$1" completion bash)
            shift; COMP_WORDS=("$@"); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _sluice; printf '%s\n' "${COMPREPLY[@]}"; complete -p sluice
            """#
        let program = SluiceProcess.binary
        let run = try ToolRun(.init("bash", ["-c", script, "bash", program, program, "schema", "un"]))
        #expect(run.output == "undelete\ncomplete -o default -F _sluice sluice\n")
        let values = try ToolRun(
            .init("bash", ["-c", script, "bash", program, program, "schema", "check", "--policy", "=", "S"]))
        #expect(values.output.hasPrefix("STRICT\n"))
    }

    @Test("Each shell has a script; another one is refused")
    func shells() {
        for shell in ["bash", "zsh", "fish"] {
            let run = Run(["completion", shell])
            #expect(run.exitCode == .done)
            #expect(run.output.contains("completion words -- "))
        }
        #expect(Run(["completion", "csh"]).exitCode == .usage)
        #expect(Run(["completion", "bash", "more"]).exitCode == .usage)
        #expect(Run(["completion"]).exitCode == .usage)
        #expect(
            Run(["completion", "words", "--", "schema", "und"]).output == "undelete\t"
                + SchemaUndeleteCommand.definition.summary + "\n")
    }
}
