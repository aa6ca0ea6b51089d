// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Foundation
import SluiceRuntime

/// A folder of schemas that come from a registry, as its lock says.
struct LockedSchemas {
    let folder: String
    /// Which subjects; `*` stands for anything.
    let subjects: [String]
    let client: RegistryClient

    /// What was done, and the lock that now holds.
    struct Outcome {
        var lock: SchemaLock
        /// One line for each file that was written or removed.
        var changes: [String] = []
    }

    /// Brings the folder to what its lock pins. Without a lock, or to update it, the newest versions are pinned.
    ///
    /// Files that are as the lock says are not asked for: then no registry is needed.
    func sync(update: Bool) throws -> Outcome {
        guard !update, let lock = try SchemaLock(folder: folder) else { return try pin() }
        try checkSubjects(of: lock)
        var outcome = Outcome(lock: lock)
        for entry in lock.entries where !isCurrent(entry) {
            try write(try pinnedText(entry), to: entry.file)
            outcome.changes.append("\(entry.file)  \(entry.subject) version \(entry.version), as pinned")
        }
        return outcome
    }

    /// The files that are not as the lock says; without a lock, that it is missing.
    func stale() throws -> [String] {
        guard let lock = try SchemaLock(folder: folder) else { return [SchemaLock.fileName] }
        try checkSubjects(of: lock)
        return lock.entries.filter { !isCurrent($0) }.map(\.file)
    }

    private func checkSubjects(of lock: SchemaLock) throws {
        guard lock.subjects == subjects.sorted() else {
            throw CommandFailure.no(
                "\(folder)/\(SchemaLock.fileName) pins \(lock.subjects.joined(separator: ", ")), and "
                    + "\(subjects.sorted().joined(separator: ", ")) is asked for. Pin that with --update.")
        }
    }

    private func isCurrent(_ entry: SchemaLock.Entry) -> Bool {
        guard let text = try? String(contentsOfFile: folder + "/" + entry.file, encoding: .utf8) else { return false }
        return SchemaLock.digest(text) == entry.sha256
    }

    /// The text of a pinned version, which must be the one that was pinned.
    private func pinnedText(_ entry: SchemaLock.Entry) throws -> String {
        let format = entry.type == "AVRO" ? "resolved" : nil
        let record = try client.record(
            subject: entry.subject, version: entry.version, deleted: true, format: format)
        guard let record else {
            throw CommandFailure.no(
                "the registry has no \(entry.subject) version \(entry.version), which \(SchemaLock.fileName) pins. Take "
                    + "\(entry.file) from version control, or pin other versions with --update.")
        }
        let text = Self.fileText(record)
        guard record.id == entry.id, SchemaLock.digest(text) == entry.sha256 else {
            throw CommandFailure.no(
                "\(entry.subject) version \(entry.version) is not what \(SchemaLock.fileName) pins: expected id \(entry.id) "
                    + "with the SHA-256 \(entry.sha256.prefix(12))…, found id \(record.id) with "
                    + "\(SchemaLock.digest(text).prefix(12))…. Is it the same registry? --update pins what it has.")
        }
        return text
    }

    // MARK: Pinning

    private func pin() throws -> Outcome {
        let old = try? SchemaLock(folder: folder)
        let wanted = try RegistryReader(client: client).records(prefix: nil, deleted: false, latestOnly: true)
            .filter { record in subjects.contains { SubjectPattern($0).matches(record.subject) } }
        guard !wanted.isEmpty else {
            throw CommandFailure.no(
                "the registry has no subject that is \(subjects.joined(separator: " or ")). 'sluice schema list' shows "
                    + "those there are.")
        }
        var files = PinnedFiles()
        for record in wanted { try take(record, as: Self.file(of: record), &files) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let lock = SchemaLock(subjects: subjects, entries: files.entries.values.map(\.entry))
        var outcome = Outcome(lock: lock)
        for (entry, text) in files.entries.values.sorted(by: { $0.entry.file < $1.entry.file }) where !isCurrent(entry)
        {
            try write(text, to: entry.file)
            outcome.changes.append("\(entry.file)  \(entry.subject) version \(entry.version)")
        }
        // What a person has changed since is theirs.
        for gone in old?.entries ?? [] where files.entries[gone.file] == nil && isCurrent(gone) {
            try FileManager.default.removeItem(atPath: folder + "/" + gone.file)
            outcome.changes.append("\(gone.file)  removed: no longer asked for")
        }
        // Last: who is killed before finds the old lock, and does the same again.
        try lock.write(to: folder)
        return outcome
    }

    private struct PinnedFiles {
        var entries: [String: (entry: SchemaLock.Entry, text: String)] = [:]
    }

    /// Takes a version, and with Protobuf what it imports, under the names by which it does.
    private func take(_ latest: VersionRecord, as file: String, _ files: inout PinnedFiles) throws {
        var record = latest
        if record.schemaType == "AVRO" {
            guard
                let resolved = try client.record(
                    subject: record.subject, version: record.version, deleted: true, format: "resolved")
            else { throw CommandFailure.no("\(record.subject) version \(record.version) was deleted meanwhile.") }
            record = resolved
        }
        let text = Self.fileText(record)
        let entry = SchemaLock.Entry(
            file: file, subject: record.subject, version: record.version, id: record.id, type: record.schemaType,
            sha256: SchemaLock.digest(text))
        if let other = files.entries[file]?.entry {
            guard other.sha256 != entry.sha256 else { return }
            throw CommandFailure.no(
                "\(file) would be both \(other.subject) version \(other.version) and \(entry.subject) version "
                    + "\(entry.version). Ask for fewer subjects, or in two folders.")
        }
        files.entries[file] = (entry, text)
        guard record.schemaType == "PROTOBUF" else { return }
        for reference in record.references {
            guard
                let imported = try client.record(subject: reference.subject, version: reference.version, deleted: true)
            else {
                throw CommandFailure.no(
                    "\(record.subject) refers to \(reference.subject) version \(reference.version), which is not there."
                )
            }
            try take(imported, as: reference.name, &files)
        }
    }

    private func write(_ text: String, to file: String) throws {
        let url = URL(fileURLWithPath: folder + "/" + file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    /// As people read it, and so the same whenever it is made of the same version.
    private static func fileText(_ record: VersionRecord) -> String {
        let text = SchemaText.pretty(record.text, SchemaType(rawValue: record.schemaType))
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    /// `events.purchase-value` is `purchase.avsc`, since an event type is its file's name; other subjects are called as
    /// they are.
    private static func file(of record: VersionRecord) -> String {
        let ending = record.schemaType == "PROTOBUF" ? ".proto" : ".avsc"
        if let event = SubjectName(subject: record.subject, version: nil).eventType { return event + ending }
        let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_."))
        return (record.subject.addingPercentEncoding(withAllowedCharacters: allowed) ?? record.subject) + ending
    }
}

/// A whole name, byte by byte; `*` stands for anything.
struct SubjectPattern: Sendable {
    private let parts: [Substring]

    init(_ text: String) { parts = text.split(separator: "*", omittingEmptySubsequences: false) }

    func matches(_ name: String) -> Bool {
        guard let first = parts.first, name.hasPrefix(first) else { return false }
        guard parts.count > 1, let last = parts.last else { return name == first }
        var rest = name.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
