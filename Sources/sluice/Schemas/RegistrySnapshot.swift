// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats

/// All that a registry has, or a part of it: what is exported, imported and compared.
struct RegistrySnapshot: Sendable {
    struct Key: Sendable, Hashable, Comparable, CustomStringConvertible {
        let subject: String
        let version: Int

        var description: String { "\(subject) version \(version)" }

        static func < (left: Key, right: Key) -> Bool { (left.subject, left.version) < (right.subject, right.version) }
    }

    /// Deleted ones too; each tells whether it is.
    var versions: [Key: VersionRecord] = [:]
    /// Own settings as `GET /config` writes them, by subject; the empty one is the registry's.
    var configs: [String: JSONValue] = [:]
    /// Own modes, by subject; the empty one is the registry's.
    var modes: [String: String] = [:]

    var subjects: Set<String> { Set(versions.keys.map(\.subject)) }
    /// In the order of their ids, which is mostly that of their references.
    var inOrder: [VersionRecord] {
        versions.values.sorted { ($0.id, $0.subject, $0.version) < ($1.id, $1.subject, $1.version) }
    }

    /// Reads a registry, all contexts.
    ///
    /// - Parameters:
    ///   - patterns: of subjects that are taken, with what they refer to; all without.
    ///   - more: where settings and modes are looked for beside the subjects that have versions: a subject may have some
    ///     before it has a version.
    init(
        reading client: RegistryClient, _ patterns: [NamePattern] = [], settingsAlsoOf more: Set<String> = [],
        note: (String) -> Void = { _ in }
    ) throws {
        let records = try RegistryReader(client: client).records(prefix: ":*:", deleted: true) {
            note("\($0.grouped) versions read")
        }
        for record in records { versions[Key(record)] = record }
        if !patterns.isEmpty { keep { name in patterns.contains { $0.matches(name) } } }
        let places = subjects.union(more.subtracting([""])).sorted()
        for (index, subject) in places.enumerated() {
            if let config = try client.config(subject: subject), !config.objectMembers.isEmpty {
                configs[subject] = config
            }
            if let mode = try client.mode(subject: subject) { modes[subject] = mode }
            if index % 100 == 99 { note("settings of \((index + 1).grouped) of \(places.count.grouped) subjects read") }
        }
        guard patterns.isEmpty else { return }
        if let config = try client.config(subject: nil) { configs[""] = config }
        if let mode = try client.mode(subject: nil) { modes[""] = mode }
        for context in try client.contexts() where context != "." {
            let whole = ":\(context):"
            if let config = try client.config(subject: whole), !config.objectMembers.isEmpty { configs[whole] = config }
            if let mode = try client.mode(subject: whole) { modes[whole] = mode }
        }
    }

    init() {}

    /// Leaves subjects with those names, and the versions that they refer to.
    private mutating func keep(_ isKept: (String) -> Bool) {
        var pending = versions.keys.filter { isKept($0.subject) }
        var kept = Set(pending)
        while let key = pending.popLast() {
            for reference in versions[key]?.references ?? [] {
                let target = Key(subject: reference.subject, version: reference.version)
                if versions[target] != nil, kept.insert(target).inserted { pending.append(target) }
            }
        }
        versions = versions.filter { kept.contains($0.key) }
    }

    /// The same in a context: for subjects of the default one, and what refers to them.
    func moved(to context: String) -> RegistrySnapshot {
        func name(_ subject: String) -> String { subject.hasPrefix(":.") ? subject : ":\(context):\(subject)" }
        var moved = RegistrySnapshot()
        for record in versions.values {
            var record = record
            record.subject = name(record.subject)
            record.references = record.references.map {
                SchemaReference(name: $0.name, subject: name($0.subject), version: $0.version)
            }
            moved.versions[Key(record)] = record
        }
        for (subject, config) in configs { moved.configs[name(subject)] = config }
        // The registry's own mode is about the server: an old one is only read by then.
        for (subject, mode) in modes where !subject.isEmpty { moved.modes[name(subject)] = mode }
        return moved
    }
}

extension RegistrySnapshot.Key {
    init(_ record: VersionRecord) { self.init(subject: record.subject, version: record.version) }
}

// MARK: Comparing

extension RegistrySnapshot {
    /// What another registry has otherwise, of all that this one has; one sentence each.
    func missing(in other: RegistrySnapshot) -> [String] {
        missingVersions(in: other) + settingDifferences(in: other).map(\.description)
    }

    /// The versions that another registry lacks, or has otherwise; one sentence each.
    func missingVersions(in other: RegistrySnapshot) -> [String] {
        var lines: [String] = []
        for (key, record) in versions.sorted(by: { $0.key < $1.key }) {
            guard let copy = other.versions[key] else {
                lines.append("\(key) is missing")
                continue
            }
            lines += Self.differences(record, copy).map { "\(key) has \($0)" }
        }
        return lines
    }

    /// Such as `the id 7, not 9`.
    static func differences(_ record: VersionRecord, _ copy: VersionRecord) -> [String] {
        var lines: [String] = []
        if copy.id != record.id { lines.append("the id \(copy.id), not \(record.id)") }
        if copy.schemaType != record.schemaType {
            lines.append("the type \(copy.schemaType), not \(record.schemaType)")
        }
        if !sameText(record, copy) { lines.append("another text") }
        if copy.references != record.references { lines.append("other references") }
        if copy.metadata != record.metadata { lines.append("other metadata") }
        if copy.ruleSet != record.ruleSet { lines.append("other rules") }
        if (copy.isDeleted ?? false) != (record.isDeleted ?? false) {
            lines.append(copy.isDeleted == true ? "been deleted" : "not been deleted")
        }
        return lines
    }

    /// Registries write Avro with and without blanks: what counts is the JSON.
    private static func sameText(_ record: VersionRecord, _ copy: VersionRecord) -> Bool {
        if record.text == copy.text { return true }
        guard record.schemaType == "AVRO", let one = try? JSONValue.parse(record.text),
            let other = try? JSONValue.parse(copy.text)
        else { return false }
        return one == other
    }
}
