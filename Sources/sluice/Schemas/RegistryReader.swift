// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Foundation

/// Reads whole lists of a registry, of whichever make.
struct RegistryReader {
    let client: RegistryClient
    private static let page = 1000

    init(client: RegistryClient) { self.client = client }

    /// Versions by subject and version.
    ///
    /// - Parameters:
    ///   - prefix: of subjects; `:*:` is all contexts.
    ///   - deleted: those too that are deleted softly; each then tells whether it is.
    ///   - note: told how many have been read.
    func records(
        prefix: String?, deleted: Bool, latestOnly: Bool = false, note: (Int) -> Void = { _ in }
    ) throws -> [VersionRecord] {
        guard var records = try list(prefix: prefix, deleted: deleted, latestOnly: latestOnly, note: note) else {
            return try oneByOne(prefix: prefix, deleted: deleted, latestOnly: latestOnly, note: note)
        }
        if deleted, records.contains(where: { $0.isDeleted == nil }) {
            let live = Set(
                try list(prefix: prefix, deleted: false, latestOnly: false, note: { _ in })?.map(Key.init) ?? [])
            for index in records.indices { records[index].isDeleted = !live.contains(Key(records[index])) }
        }
        return records
    }

    private struct Key: Hashable {
        let subject: String
        let version: Int

        init(_ record: VersionRecord) {
            subject = record.subject
            version = record.version
        }
    }

    /// nil if the registry has no such list.
    private func list(
        prefix: String?, deleted: Bool, latestOnly: Bool, note: (Int) -> Void
    ) throws -> [VersionRecord]? {
        var records: [VersionRecord] = []
        var seen: Set<Key> = []
        while true {
            let page = try client.records(
                prefix: prefix, deleted: deleted, latestOnly: latestOnly, offset: records.count, limit: Self.page)
            guard let page else { return nil }
            // A registry that does not know pages sends the same again.
            let new = page.filter { seen.insert(Key($0)).inserted }
            records += new
            note(records.count)
            if new.isEmpty { return records }
        }
    }

    private func oneByOne(
        prefix: String?, deleted: Bool, latestOnly: Bool, note: (Int) -> Void
    ) throws -> [VersionRecord] {
        var records: [VersionRecord] = []
        for subject in try client.subjects(prefix: prefix, deleted: deleted) {
            let live = Set(try client.versions(subject: subject, deleted: false))
            let numbers = try deleted ? client.versions(subject: subject, deleted: true) : live.sorted()
            for number in latestOnly ? Array(numbers.sorted().suffix(1)) : numbers.sorted() {
                guard var record = try client.record(subject: subject, version: number, deleted: deleted) else {
                    continue
                }
                record.isDeleted = !live.contains(number)
                records.append(record)
                note(records.count)
            }
        }
        return records
    }
}

extension VersionRecord {
    /// When it was registered, as `2026-11-24 11:30` in UTC; nil if the registry does not tell.
    var registered: String? {
        guard let timestamp, timestamp > 0 else { return nil }
        let text = Date(timeIntervalSince1970: Double(timestamp) / 1000).ISO8601Format()
        return String(text.prefix(16)).replacing("T", with: " ")
    }
}
