// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Testing

@testable import sluice

@Suite("Arguments are words with a meaning, or refused with a hint")
struct ArgumentParserTests {
    @Test("Options stand anywhere, with a space or an equals sign; the last one counts")
    func forms() {
        let run = Run(
            "sample", "run", "--colour", "green", "a", "--count=3", "b", "--loud", "--colour=red", "--tag", "x",
            "--tag=y=z")
        #expect(run.exitCode == .done)
        #expect(run.output == "red 3 - x+y=z true a,b\n")
    }

    @Test("After two dashes everything is an argument")
    func terminator() {
        #expect(Run("sample", "run", "--", "--loud").output == "red 0 -  false --loud\n")
        #expect(Run("sample", "run", "-").output == "red 0 -  false -\n")
    }

    @Test(
        "What is wrong is named with what was expected, and ends with exit code 2",
        arguments: [
            (["--colr", "red", "f"], "unknown option '--colr'. Did you mean --colour?"),
            (["-l", "f"], "options have two dashes and a whole name"),
            (["--colour", "blue", "f"], "--colour takes one of red, green, not 'blue'."),
            (["--count", "0", "f"], "--count takes a whole number, 1 or more, not '0'."),
            (["f", "--count"], "--count needs a value: --count N"),
            (["--loud=yes", "f"], "--loud is a flag and takes no value."),
            ([], "FILE is missing: What to read."),
        ])
    func refusals(words: [String], message: String) {
        let out = TextBuffer()
        let console = Console(out: TextBuffer(), err: out, isLive: false, isColoured: false, width: 100)
        let code = Tool(commands: [SampleCommand.self]).run(
            ["sample", "run"] + words, environment: [:], console: console)
        #expect(code == .usage)
        #expect(out.text.contains(message), "\(out.text)")
        #expect(out.text.contains("See sluice sample run --help."))
    }

    @Test("A command that does not exist is answered with the nearest one")
    func unknownCommand() {
        let run = Run("sample", "rum")
        #expect(run.exitCode == .usage)
        #expect(run.errors.contains("there is no command 'sample rum'. Did you mean sluice sample run?"))
        #expect(Run("smaple", "run").errors.contains("Did you mean sluice sample run?"))
        #expect(Run("--what").errors.contains("unknown option '--what'"))
    }

    @Test("Too many arguments are refused where the command takes no more")
    func tooMany() {
        #expect(Run("sample", "fail", "no", "way").errors.contains("unexpected argument 'way'"))
    }

    @Test("Errors decide the exit code")
    func exitCodes() {
        #expect(Run("sample", "fail", "no").exitCode == .no)
        #expect(Run("sample", "fail").exitCode == .unreachable)
        #expect(Run("sample", "fail").errors == "sluice sample fail: nobody there.\n")
    }
}

@Suite("Help tells how to call a command, with examples")
struct HelpTests {
    @Test("By --help and by help; groups list their commands; nothing at all is wrong use")
    func ways() {
        let text = Run("sample", "run", "--help")
        #expect(text.exitCode == .done)
        #expect(text.output == Run("help", "sample", "run").output)
        for part in [
            "sluice sample run [options] FILE [MORE…]", "--colour COLOUR", "[SAMPLE_COLOUR; default: red]",
            "[SAMPLE_SECRET[_FILE]]", "sluice sample run a.txt",
        ] {
            #expect(text.output.contains(part), "\(part) is missing in:\n\(text.output)")
        }
        #expect(Run("help", "sample").output.contains("sample fail"))
        #expect(Run("sample", "--help").output == Run("help", "sample").output)
        #expect(Run("sample").exitCode == .usage)
        #expect(Run().exitCode == .usage)
        #expect(Run("--help").exitCode == .done)
        #expect(Run("--version").output == "sluice \(SluiceVersion.current)\n")
    }

    @Test("Every real command has a summary, examples that call it, and options by different names")
    func complete() {
        let definitions = CommandCatalog.all.map { $0.definition }
        for definition in definitions {
            #expect(!definition.summary.isEmpty)
            #expect(!definition.summary.hasSuffix("."), "\(definition.summary)")
            #expect(!definition.examples.isEmpty, "\(definition.invocation)")
            for example in definition.examples {
                #expect(example.line.contains(definition.invocation), "\(example.line)")
            }
            let names = definition.options.map { $0.name }
            #expect(Set(names).count == names.count, "\(definition.invocation)")
        }
        // What a script waits for is told of every command.
        for words in definitions.map(\.path) {
            let help = Run(words + ["--help"])
            #expect(help.exitCode == .done)
            let codes = help.output.split(separator: "\n").drop { $0 != "Exit codes" }.dropFirst()
                .prefix { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first }.filter { Int($0) != nil }
            #expect(codes.starts(with: ["0", "1", "2"]), "\(help.output)")
            // Whoever asks the registry may not find it.
            #expect(codes.contains("3") == (words != ["schema", "lint"]) || words.first != "schema", "\(help.output)")
        }
        let paths = definitions.map { $0.invocation }
        #expect(Set(paths).count == paths.count)
    }
}
