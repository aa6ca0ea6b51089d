// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Foundation
import Registry

/// `sluice schema check`: whether files could be registered, for CI and for people.
struct SchemaCheckCommand: Command {
    static let subject = Option<String>(
        "subject", "SUBJECT", help: "The subject that the one file belongs to; by the file's name without.")
    static let against = Option<String>(
        "against", "WHAT",
        help: "Compare with the files of a folder, or of a git revision (main, v1.2, git:HEAD~1), and ask no registry.")
    static let level = Option<CompatibilityLevel>(
        "level", "LEVEL",
        help: "Instead of the level in force: BACKWARD, FORWARD, FULL, each also _TRANSITIVE, or NONE.")
    static let policy = Option<CompatibilityPolicy>(
        "policy", "POLICY",
        help:
            "Instead of the rules in force: CONFLUENT, STRICT, WIRE, WIRE_JSON, PACKAGE, FILE; several must all be kept."
    )

    static let definition = CommandDefinition(
        "schema check", summary: "Check whether schema files could be registered",
        discussion: """
            Reads each file with what it uses, looks for the event envelope, and compares it with the versions of its subject \
            by the level and the policy in force. What is wrong is told with file, line and column, why it matters, and what \
            mends it; where a record exists that could not be read, it is shown.
            """,
        positionals: [
            .init(
                "PATH", .optional, help: "A folder, or a file NAME.avsc or NAME.proto; default: schemas of the project."
            ),
            .init("MORE", .repeating, help: "More of them."),
        ],
        options: [
            subject, against, level, policy, FindingReport.format, FindingReport.output, Settings.json,
            Settings.home,
        ] + RegistrySettings.options,
        exits: .init(done: "All could be registered.", no: "Not all could be, or a file can't be read."),
        examples: [
            .init("sluice schema check schemas", "All files against the registry."),
            .init("sluice schema check --against main schemas", "Against the branch main; without a registry."),
            .init(
                "sluice schema check schemas --format sarif --output schemas.sarif",
                "In CI: the text in the log, the findings as a file for code review."),
            .init(
                "sluice schema check --subject orders-value --level FULL order.avsc", "As another subject, both ways."),
        ])

    let paths: [String]
    let subject: String?
    let against: String?
    let level: CompatibilityLevel?
    let policies: [CompatibilityPolicy]
    let report: FindingReport
    let registry: RegistrySettings
    let home: String?

    init(_ arguments: Arguments) throws(UsageError) {
        paths = arguments.positionals
        subject = try arguments.optional(Self.subject)
        against = try arguments.optional(Self.against)
        level = try arguments.optional(Self.level)
        policies = try arguments.all(Self.policy)
        report = try FindingReport(arguments)
        registry = try RegistrySettings(arguments)
        home = try arguments.optional(Settings.home)
        if subject != nil, paths.count != 1 {
            throw UsageError("--subject names the subject of one file; name that file, and no other.")
        }
    }

    func run(_ console: Console) throws -> ExitCode {
        let paths = try paths.isEmpty ? [ProjectHome.find(setting: home).schemas] : paths
        var (folders, chosen) = try SchemaFolder.read(paths)
        guard !chosen.isEmpty else {
            throw CommandFailure.no("\(paths.joined(separator: ", ")) has no file that ends in .avsc or .proto.")
        }
        if let subject {
            guard chosen.count == 1 else {
                throw CommandFailure.no("--subject names the subject of one file, and \(paths[0]) is a folder.")
            }
            folders = folders.map { $0.naming(subject, file: chosen) }
        }
        var judgements: [SchemaJudgement] = []
        for folder in folders { judgements += try judge(folder, chosen) }
        let findings = judgements.flatMap(\.findings)
        try report.write(findings, rules: SchemaRule.ofCheck, json: Self.json(judgements), console) { console in
            text(judgements, console)
        }
        return judgements.allSatisfy(\.isAccepted) ? .done : .no
    }

    private func judge(_ folder: SchemaFolder, _ chosen: Set<String>) throws -> [SchemaJudgement] {
        let catalog = against == nil ? SchemaCatalog(registry.client(), url: registry.url) : nil
        let graph = try SchemaGraph(folder.files) { name, file in
            try chosen.contains(file.path) ? catalog?.provider(of: name, for: file) : nil
        }
        let documents = try graph.documents { try catalog?.located(subject: $0, version: $1) }
        let judge = SchemaJudge(baseline: try baseline(folder, catalog), level: level, policies: policies)
        return try zip(graph.nodes, documents).filter { chosen.contains($0.0.file.path) }.map {
            try judge.judge($0, $1)
        }
    }

    private func baseline(_ folder: SchemaFolder, _ catalog: SchemaCatalog?) throws -> any SchemaBaseline {
        if let catalog { return RegistryBaseline(catalog: catalog, url: registry.url, level: level) }
        guard let against else { throw UsageError("--against is needed where there is no registry.") }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: against, isDirectory: &isFolder), isFolder.boolValue {
            let old = try SchemaFolder(against)
            return try FolderBaseline(
                name: "the folder \(against)", folders: [subject.map { old.naming($0, like: folder) } ?? old])
        }
        let revision = against.hasPrefix("git:") ? String(against.dropFirst("git:".count)) : against
        let old = try SchemaFolder(folder.path, atGitRevision: revision)
        return try FolderBaseline(
            name: "the revision \(revision)", folders: [subject.map { old.naming($0, like: folder) } ?? old])
    }

    private func text(_ judgements: [SchemaJudgement], _ console: Console) -> String {
        var text = ""
        let width = judgements.map(\.file.path.count).max() ?? 0
        for judgement in judgements where judgement.isAccepted {
            text += console.styled("✓", .green) + " \(judgement.file.path.padded(to: width))  "
            text += console.styled(judgement.summary, .dim) + "\n"
        }
        let findings = judgements.flatMap(\.findings)
        if !findings.isEmpty { text += "\n" + FindingText(console: console).text(findings) + "\n" }
        let refused = judgements.count { !$0.isAccepted }
        text +=
            refused == 0
            ? console.styled("\(judgements.count.of("file")) could be registered.", .green)
            : console.styled("\(refused) of \(judgements.count.of("file")) can't be registered.", .red)
        return text + "\n"
    }

    private static func json(_ judgements: [SchemaJudgement]) -> JSONValue {
        [
            "accepted": .bool(judgements.allSatisfy(\.isAccepted)),
            "files": .array(
                judgements.map { judgement in
                    [
                        "file": .string(judgement.file.path), "subject": .string(judgement.file.subject),
                        "accepted": .bool(judgement.isAccepted),
                        "verdicts": .array(judgement.verdicts.map(\.json)),
                        "findings": .array(judgement.findings.map(\.json)),
                    ]
                }),
        ]
    }
}

extension SchemaFolder {
    /// The same, with the files at those paths belonging to a subject.
    func naming(_ subject: String, file paths: Set<String>) -> SchemaFolder {
        SchemaFolder(
            path: path,
            files: files.map { file in
                guard paths.contains(file.path) else { return file }
                return SchemaFile(
                    path: file.path, name: file.name, type: file.type, text: file.text, subject: subject)
            })
    }

    /// The same, with the file named as that subject's file in another folder belonging to the subject.
    func naming(_ subject: String, like other: SchemaFolder) -> SchemaFolder {
        let names = Set(other.files.filter { $0.subject == subject }.map(\.name))
        return naming(subject, file: Set(files.filter { names.contains($0.name) }.map(\.path)))
    }
}

extension CompatibilityLevel: ArgumentValue {
    init?(argument: String) { self.init(argument) }
    static var expectation: String { "one of " + choices.joined(separator: ", ") }
    static var choices: [String] { allCases.map(\.rawValue) }
}

extension CompatibilityPolicy: ArgumentValue {
    init?(argument: String) { self.init(argument) }
    static var expectation: String { "one of " + choices.joined(separator: ", ") }
    static var choices: [String] { allCases.map(\.rawValue) }
}

extension Int {
    /// `1 file`, `3 files`.
    func of(_ noun: String) -> String { "\(self) \(noun)" + (self == 1 ? "" : "s") }
}
