// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Registry
import SluiceRuntime

/// What registering a folder of schemas would change, found out before anything is changed.
struct SchemaPlan {
    struct Entry {
        let node: SchemaGraph.Node
        /// What the registry would do.
        let reply: ChangeSetReply.Entry
        /// What is found here, to explain it; nil for what is new or unchanged.
        var judgement: SchemaJudgement?
        /// The version that is followed.
        var previous: VersionRecord?
        var previousDocument: SchemaDocument?
        var document: SchemaDocument?

        var file: SchemaFile { node.file }

        init(node: SchemaGraph.Node, reply: ChangeSetReply.Entry) {
            self.node = node
            self.reply = reply
        }
    }

    /// How changes are shown.
    enum DiffStyle: String, ArgumentChoice { case fields, text, none }

    /// In the order in which they are registered.
    let entries: [Entry]
    /// Whether all are registered together or not at all.
    let isAtomic: Bool

    var isPossible: Bool {
        entries.allSatisfy {
            switch $0.reply.outcome {
            case .unchanged, .new, .changed: true
            case .refused, .blocked: false
            }
        }
    }

    /// What is to be registered.
    var toRegister: [Entry] { entries.filter(\.reply.outcome.isChange) }

    /// One line, such as `1 new, 2 changed, 19 unchanged`.
    var summary: String {
        var counts: [(String, Int)] = []
        func count(_ name: String, _ isCounted: (ChangeSetReply.Outcome) -> Bool) {
            let count = entries.count { isCounted($0.reply.outcome) }
            if count > 0 { counts.append((name, count)) }
        }
        count("new") { $0 == .new }
        count("changed") { if case .changed = $0 { true } else { false } }
        count("unchanged") { $0 == .unchanged }
        count("refused") { if case .refused = $0 { true } else { false } }
        count("blocked") { if case .blocked = $0 { true } else { false } }
        return counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }

    /// The plan for a person, like a diff.
    func text(_ console: Console, diff: DiffStyle = .fields) -> String {
        entries.map { text($0, console, diff) }.joined()
    }

    private func text(_ entry: Entry, _ console: Console, _ diff: DiffStyle) -> String {
        let subject = entry.file.subject
        switch entry.reply.outcome {
        case .unchanged: return ""
        case .new:
            return console.styled("+ \(subject)", .green) + "  new, from \(entry.file.path)\n"
                + references(entry, console)
        case .changed(let previous):
            var text = console.styled("~ \(subject)", .yellow)
            text += "  version \(previous) → \(entry.reply.version ?? previous + 1), from \(entry.file.path)\n"
            text += changes(entry, console, diff) + references(entry, console)
            if let judgement = entry.judgement, judgement.isAccepted {
                text += "    " + console.styled(judgement.summary, .dim) + "\n"
            }
            return text
        case .refused(let code, let message):
            var text = console.styled("✗ \(subject)", .red) + "  refused, from \(entry.file.path)\n"
            let findings = entry.judgement?.findings ?? []
            if findings.isEmpty {
                // The registry knows a reason that is not seen here.
                text += "    \(message)" + (code > 0 ? " (error \(code))" : "") + "\n"
            } else {
                text += FindingText(console: console).text(findings)
            }
            return text
        case .blocked(let subjects):
            return console.styled("✗ \(subject)", .red)
                + "  not judged: it refers to \(subjects.joined(separator: ", "))\n"
        }
    }

    private func changes(_ entry: Entry, _ console: Console, _ diff: DiffStyle) -> String {
        guard let previous = entry.previous, diff != .none else { return "" }
        var text = ""
        if diff == .fields, let old = entry.previousDocument?.avro, let new = entry.document?.avro {
            for line in SchemaDifference.lines(from: old, to: new) {
                text += "    " + console.styled("\(line)", line.sign == .added ? .green : .red) + "\n"
            }
            return text.isEmpty && !isBumpOnly(entry) ? "    (only documentation, aliases or order differ)\n" : text
        }
        let type = entry.file.type
        let difference = UnifiedDiff(
            from: SchemaText.pretty(previous.text, type), to: SchemaText.pretty(entry.file.text, type))
        for line in difference.text(
            old: "version \(previous.version)", new: entry.file.path, console
        ).split(separator: "\n") { text += "    \(line)\n" }
        return text
    }

    /// Whether the text is the same, and what it refers to is not.
    private func isBumpOnly(_ entry: Entry) -> Bool {
        guard let previous = entry.previous else { return false }
        return previous.references != entry.reply.references
    }

    /// What it refers to, with the version that it referred to before where that is another.
    private func references(_ entry: Entry, _ console: Console) -> String {
        entry.reply.references.map { reference in
            let before = entry.previous?.references.first { $0.name == reference.name }
            let change: String
            if let before, before.version != reference.version {
                change = ", was version \(before.version)"
            } else if before != nil {
                return ""
            } else {
                change = ""
            }
            return "    " + console.styled("→ \(reference.subject) version \(reference.version)\(change)", .dim) + "\n"
        }.joined()
    }
}
