// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Registry

/// `sluice schema lint`: the habits of good schemas.
struct SchemaLintCommand: Command {
    static let disable = Option<LintRuleList>(
        "disable", "RULES",
        help: "Rules that are not asked for, such as field-doc,enum-default; may be given several times.")
    static let rules = Flag("rules", help: "List the rules, and read no file.")

    static let definition = CommandDefinition(
        "schema lint", summary: "Check schema files for docs, names and what is hard to change later",
        discussion: """
            Asks no registry. Finds what breaks no reader and makes a schema hard to understand or to change: fields without a \
            doc, names out of style, times without a logical type, enums without a default, reserved words, an event without \
            its envelope.
            """,
        positionals: [
            .init(
                "PATH", .optional, help: "A folder, or a file NAME.avsc or NAME.proto; default: schemas of the project."
            ),
            .init("MORE", .repeating, help: "More of them."),
        ],
        options: [disable, rules, FindingReport.format, FindingReport.output, Settings.json, Settings.home],
        exits: .init(done: "Nothing is found.", no: "Something is found, or a file can't be read."),
        examples: [
            .init("sluice schema lint schemas", "All files of a folder."),
            .init("sluice schema lint --disable field-doc schemas/signup.avsc", "Without one rule."),
            .init("sluice schema lint --rules", "What is asked for, and why."),
            .init("sluice schema lint schemas --format sarif --output lint.sarif", "For code review."),
        ])

    let paths: [String]
    let disabled: Set<String>
    let listsRules: Bool
    let report: FindingReport
    let home: String?

    init(_ arguments: Arguments) throws(UsageError) {
        paths = arguments.positionals
        disabled = Set(try arguments.all(Self.disable).flatMap(\.ids))
        listsRules = arguments[Self.rules]
        report = try FindingReport(arguments)
        home = try arguments.optional(Settings.home)
    }

    func run(_ console: Console) throws -> ExitCode {
        if listsRules { return list(console) }
        let paths = try paths.isEmpty ? [ProjectHome.find(setting: home).schemas] : paths
        let (folders, chosen) = try SchemaFolder.read(paths)
        guard !chosen.isEmpty else {
            throw CommandFailure.no("\(paths.joined(separator: ", ")) has no file that ends in .avsc or .proto.")
        }
        var findings: [SchemaFinding] = []
        for folder in folders { findings += try lint(folder, chosen) }
        let json: JSONValue = [
            "files": .init(integerLiteral: chosen.count), "findings": .array(findings.map(\.json)),
        ]
        let rules = Self.allRules
        try report.write(findings, rules: rules, json: json, console) { text(findings, chosen.count, $0) }
        return findings.isEmpty ? .done : .no
    }

    private func lint(_ folder: SchemaFolder, _ chosen: Set<String>) throws -> [SchemaFinding] {
        let graph = try SchemaGraph(folder.files)
        return try zip(graph.nodes, graph.documents()).filter { chosen.contains($0.0.file.path) }.flatMap {
            node, document -> [SchemaFinding] in
            var findings: [SchemaFinding] = []
            switch document {
            case .success(let document): findings += SchemaEnvelope.findings(node.file, document)
            // What uses a registered type can't be understood without the registry; its own text can be looked at.
            case .failure(let problems) where node.unknown.isEmpty: findings += SchemaJudge.findings(problems, node)
            case .failure: break
            }
            findings += LintRule.findings(LintedFile(node.file), except: [])
            return findings.filter { !disabled.contains($0.rule) }.sorted {
                ($0.place.line, $0.place.column, $0.rule) < ($1.place.line, $1.place.column, $1.rule)
            }
        }
    }

    private func text(_ findings: [SchemaFinding], _ files: Int, _ console: Console) -> String {
        guard !findings.isEmpty else {
            return console.styled("\(files.of("file")), nothing found.", .green) + "\n"
        }
        let where_ = Set(findings.map(\.file)).count
        return FindingText(console: console).text(findings) + "\n"
            + console.styled("\(findings.count.of("finding")) in \(where_) of \(files.of("file")).", .red) + "\n"
    }

    private func list(_ console: Console) -> ExitCode {
        if report.format != .human {
            console.print(
                JSONValue.array(
                    Self.allRules.map { ["id": .string($0.id), "summary": .string($0.summary)] }
                ).text())
            return .done
        }
        var table = Table([.text("rule"), .text("what should hold")])
        for rule in Self.allRules { table.add([rule.id, rule.summary]) }
        console.print(table.text(console))
        return .done
    }

    /// Each id once.
    private static var allRules: [SchemaRule] {
        var seen: Set<String> = []
        return (LintRule.all.map(\.rule) + SchemaRule.ofFiles).filter { seen.insert($0.id).inserted }
    }
}

/// Ids of rules, separated by commas; `lint/` before them may be left out.
struct LintRuleList: ArgumentValue {
    let ids: [String]

    init?(argument: String) {
        let known = Set(LintRule.all.map(\.id) + SchemaRule.ofFiles.map(\.id))
        var ids: [String] = []
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let id = [String(word), "lint/\(word)"].first(where: known.contains) else { return nil }
            ids.append(id)
        }
        self.ids = ids
    }

    static let expectation = "ids of rules separated by commas (sluice schema lint --rules lists them)"
}
