// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Registry
import SluiceRuntime

/// Judges files as the registry would: whether they are schemas, carry the envelope where they are events, and may follow
/// what there is.
struct SchemaJudge {
    let baseline: any SchemaBaseline
    /// Instead of the level in force.
    var level: CompatibilityLevel?
    /// Instead of the policy in force; several are all to be kept.
    var policies: [CompatibilityPolicy] = []

    func judge(_ node: SchemaGraph.Node, _ document: Result<SchemaDocument, SchemaDocument.Problems>) throws
        -> SchemaJudgement
    {
        let file = node.file
        switch document {
        case .failure(let problems):
            return SchemaJudgement(
                file: file, findings: Self.findings(problems, node), history: nil, verdicts: [])
        case .success(let document):
            let envelope = SchemaEnvelope.findings(file, document)
            let history = try baseline.history(of: file)
            let used = policies.isEmpty ? [history.policy] : policies
            let verdicts = used.map { policy in
                document.verdict(
                    after: history.versions.map { ($0.number, $0.document) }, level: level ?? history.level,
                    policy: policy, group: history.group)
            }
            var findings = envelope
            for verdict in verdicts {
                findings += Self.findings(
                    verdict, of: document, file: file.path,
                    old: history.versions.first { $0.number == verdict.version })
            }
            return SchemaJudgement(file: file, findings: findings, history: history, verdicts: verdicts)
        }
    }

    /// Why a file is no schema.
    static func findings(_ problems: SchemaDocument.Problems, _ node: SchemaGraph.Node) -> [SchemaFinding] {
        problems.problems.map { finding($0, node) }
    }

    private static func finding(_ problem: SchemaDocument.Problem, _ node: SchemaGraph.Node) -> SchemaFinding {
        let file = node.file
        let unknown = node.unknown.filter { problem.message.contains(AvroTypeNames.simple($0)) }
        return SchemaFinding(
            rule: file.type == .avro ? "avro/invalid-schema" : "protobuf/invalid-schema", severity: .error,
            message: (problem.file.map { "\($0):\(problem.line ?? 1):\(problem.column ?? 1): " } ?? "")
                + problem.message,
            remedy: unknown.isEmpty
                ? ""
                : "Add a file that defines \(unknown.joined(separator: ", ")) to the folder, or register it first.",
            file: file.path, text: problem.file == nil ? file.text : "",
            place: .init(
                line: problem.file == nil ? problem.line ?? 1 : 1,
                column: problem.file == nil ? problem.column ?? 1 : 1,
                path: problem.path ?? ""))
    }

    /// What keeps a file from following an older version, and what a record shows although no rule is broken.
    static func findings(
        _ verdict: CompatibilityVerdict, of document: SchemaDocument, file: String, old: SchemaHistory.Version?
    ) -> [SchemaFinding] {
        var findings = verdict.differences.map { difference in
            let place = ImportedPlace(difference.newPlace, in: document, file)
            return SchemaFinding(
                rule: difference.rule.id, severity: .error, message: difference.description, why: difference.why,
                remedy: difference.remedy, file: place.file, text: place.text, place: place.place,
                related: place.related + related(old, difference.oldPlace))
        }
        // One record shows what all differences of a pair come to.
        if let example = verdict.counterExample,
            let index = verdict.differences.firstIndex(where: { $0.direction == example.direction })
        {
            findings[index].example = .init(record: example.record, reason: example.reason)
        }
        if let warning = verdict.warning {
            findings.append(
                SchemaFinding(
                    rule: "proof/refuted", severity: .warning,
                    message:
                        "No rule is broken, but a record was found that the \(warning.direction.reader) schema does "
                        + "not read.",
                    remedy: "Look at the record before you register; rules do not see values.", file: file,
                    text: document.text, place: .start, related: related(old, nil),
                    example: .init(record: warning.record, reason: warning.reason)))
        }
        return findings
    }

    private static func related(_ old: SchemaHistory.Version?, _ place: SchemaPlace?) -> [SchemaFinding.Related] {
        guard let old else { return [] }
        guard let place, let name = place.file, let imported = old.document.imported(name) else {
            return [
                .init(
                    label: old.label, location: old.location, text: old.document.text,
                    place: place.flatMap { $0.file == nil ? SchemaFinding.Place($0) : nil })
            ]
        }
        return [
            .init(
                label: "\(old.label), which imports \(name),", location: imported.location,
                text: imported.document.text, place: SchemaFinding.Place(place))
        ]
    }
}

/// Where a finding is shown that may be in a file that the judged one imports: there, if it is a file that can be changed
/// beside it; if it is registered, at the start of the judged file, with the place beside it.
private struct ImportedPlace {
    var file: String
    var text: String
    var place: SchemaFinding.Place
    var related: [SchemaFinding.Related] = []

    init(_ place: SchemaPlace?, in document: SchemaDocument, _ judged: String) {
        (file, text, self.place) = (judged, document.text, place.map(SchemaFinding.Place.init) ?? .start)
        guard let place, let name = place.file else { return }
        self.place = SchemaFinding.Place(line: 1, column: 1, path: place.path)
        guard let imported = document.imported(name) else { return }
        guard imported.location.contains("://") else {
            (file, text) = (imported.location, imported.document.text)
            self.place = SchemaFinding.Place(place)
            return
        }
        related = [
            .init(
                label: "\(name), as it is registered,", location: imported.location, text: imported.document.text,
                place: SchemaFinding.Place(place))
        ]
    }
}

extension SchemaFinding.Place {
    init(_ place: SchemaPlace) { self.init(line: place.line, column: place.column, path: place.path) }
}

/// What was found out about a file.
struct SchemaJudgement {
    let file: SchemaFile
    let findings: [SchemaFinding]
    /// nil if the file is no schema.
    let history: SchemaHistory?
    /// One a policy.
    let verdicts: [CompatibilityVerdict]

    var isAccepted: Bool { !findings.contains { $0.severity == .error } }

    /// In a few words, such as `compatible with version 3 (BACKWARD)`.
    var summary: String {
        guard let history else { return "is no valid schema" }
        guard isAccepted else { return findings.count == 1 ? "1 finding" : "\(findings.count) findings" }
        guard let verdict = verdicts.first, let newest = history.versions.last else { return "is new" }
        if verdict.level == .none { return "not compared: the level is NONE" }
        let rules = ([verdict.level.rawValue] + verdicts.map(\.policy.rawValue).filter { $0 != "CONFLUENT" })
            .joined(separator: ", ")
        if history.versions.count > 1 { return "compatible with all \(history.versions.count) versions (\(rules))" }
        return "compatible with \(newest.label) (\(rules))"
    }
}

/// The envelope that events must carry, as findings in their files.
enum SchemaEnvelope {
    static func findings(_ file: SchemaFile, _ document: SchemaDocument) -> [SchemaFinding] {
        guard file.eventType != nil else { return [] }
        guard let schema = document.avro else {
            return [
                SchemaFinding(
                    rule: "sluice/event-format", severity: .error,
                    message: "Events have schemas of type AVRO in this version of Sluice.",
                    remedy:
                        "Write the event type in Avro; or, if the file is no event's, name it as its subject, such as "
                        + "`orders-value.proto`, or move it into a folder of shared types.",
                    file: file.path, text: file.text, place: .start)
            ]
        }
        let json = try? JSONDocument(file.text)
        return EventEnvelope.check(schema).map { problem in
            SchemaFinding(
                rule: "sluice/event-envelope", severity: .error, message: problem.description,
                why:
                    "Ingest fills and reads the envelope of every event; without it nothing that a client sends passes.",
                remedy: "Declare `\(problem.field)` as \(problem.expected); copy it from a neighbour.",
                file: file.path, text: file.text,
                place: .init(Self.pointer(to: problem.field, in: schema), in: json))
        }
    }

    /// The field if it is there, else the fields that it is missing among.
    private static func pointer(to field: String, in schema: AvroSchema) -> JSONPointer {
        let root = JSONPointer().appending("fields")
        let first = field.split(separator: ".").first.map(String.init) ?? field
        guard let index = schema.rootRecord?.fields.firstIndex(where: { $0.name == first }) else {
            return schema.rootRecord == nil ? JSONPointer() : root
        }
        return root.appending(index)
    }
}
