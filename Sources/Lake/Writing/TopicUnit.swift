// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// The open files of one event type, and how far its partitions were read.
///
/// They are committed together: the offset of a partition may only move past rows whose files are listed, and its rows are
/// in files of several dates.
final class TopicUnit {
    let kind: EventKind
    private(set) var files: [Key: EventFile] = [:]
    /// The next offset of each partition that was read since the last commit.
    private(set) var positions: [Int32: Int64] = [:]
    /// When the oldest record that is not committed was read.
    private(set) var since: ContinuousClock.Instant?
    /// The file of the last row; events of one date come in runs.
    private var current: (key: Key, file: EventFile)?

    /// One writer schema and one date a file.
    struct Key: Hashable {
        let date: CalendarDate
        let schema: WriterSchema
    }

    init(_ kind: EventKind) { self.kind = kind }

    var isEmpty: Bool { positions.isEmpty }

    func file(_ key: Key, make: () -> EventFile) -> (file: EventFile, isNew: Bool) {
        if let current, current.key == key { return (current.file, false) }
        if let file = files[key] {
            current = (key, file)
            return (file, false)
        }
        let file = make()
        files[key] = file
        current = (key, file)
        return (file, true)
    }

    /// A file that got no row after all.
    func drop(_ key: Key) {
        files[key] = nil
        current = nil
    }

    /// Whether the record comes after all that were read since the last commit.
    func isNew(partition: Int32, offset: Int64) -> Bool { positions[partition].map { offset >= $0 } ?? true }

    func advance(partition: Int32, past offset: Int64, at now: ContinuousClock.Instant) {
        positions[partition] = offset + 1
        if since == nil { since = now }
    }

    func isDue(_ rotation: LakeConfiguration.Rotation, at now: ContinuousClock.Instant) -> Bool {
        guard let since else { return false }
        return since.duration(to: now) >= rotation.age
            || files.values.contains { $0.rows >= Int64(rotation.rows) || $0.bytesWritten >= rotation.bytes }
    }

    /// Begins anew after a commit.
    func clear() {
        files = [:]
        positions = [:]
        since = nil
        current = nil
    }
}
