// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Synchronization

/// Replies that are sent as often as they are asked for, in the shapes of both generations of clients; kept once they were
/// answered for the first time.
struct MirroredReplies: ~Copyable, Sendable {
    private let old = AtomicLazyReference<PreparedResponse>()
    private let new = AtomicLazyReference<PreparedResponse>()

    func known(isNew: Bool) -> PreparedResponse? { isNew ? new.load() : old.load() }

    /// Keeps a reply; where two threads do, that of the first.
    func keep(_ response: PreparedResponse, isNew: Bool) {
        _ = isNew ? new.storeIfNil(response) : old.storeIfNil(response)
    }
}

/// A schema in memory, with the replies to `GET /schemas/ids/{id}` without parameters.
final class MirroredSchema: Sendable {
    let stored: StoredSchema
    let replies = MirroredReplies()

    init(_ stored: StoredSchema) { self.stored = stored }

    /// Bytes of memory, roughly: the text itself and in two replies.
    var weight: Int { 600 + 3 * stored.content.text.utf8.count }
}

/// A version in memory, with the replies to a GET of it as the latest one, without parameters.
final class MirroredVersion: Sendable {
    let stored: StoredVersion
    let replies = MirroredReplies()

    init(_ stored: StoredVersion) { self.stored = stored }
}

/// A subject in memory, with its latest version once that was asked for.
final class MirroredSubject: Sendable {
    let state: SubjectState
    private let latestVersion = AtomicLazyReference<MirroredVersion>()

    init(_ state: SubjectState) { self.state = state }

    /// The newest live version if it was asked for before.
    var knownLatest: MirroredVersion? { latestVersion.load() }

    /// The newest live version; nil if there is none.
    func latest(_ read: (SubjectState.Entry) throws -> StoredVersion?) rethrows -> MirroredVersion? {
        if let made = latestVersion.load() { return made }
        guard let entry = state.latest, let version = try read(entry) else { return nil }
        return latestVersion.storeIfNil(MirroredVersion(version))
    }

    /// Bytes of memory, roughly, with the latest version's replies.
    var weight: Int {
        // An entry stands in the index of texts too, whose tables are half empty at times.
        4000 + (MemoryLayout<SubjectState.Entry>.stride + 40) * state.entries.count + 2 * state.subject.name.utf8.count
    }
}
