// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization

/// The bytes of a reply, made once and sent as often as they are asked for.
final class ReplyBytes: Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// Replies in the shapes of both generations of clients; each is made when it is first asked for.
struct MirroredReplies: ~Copyable, Sendable {
    private let old = AtomicLazyReference<ReplyBytes>()
    private let new = AtomicLazyReference<ReplyBytes>()

    func bytes(isNew: Bool, _ encode: () -> [UInt8]) -> ReplyBytes {
        if let made = isNew ? new.load() : old.load() { return made }
        // Two threads may both make it; all get the one that was first.
        let made = ReplyBytes(encode())
        return isNew ? new.storeIfNil(made) : old.storeIfNil(made)
    }
}

/// A schema in memory, with the bytes of its replies.
final class MirroredSchema: Sendable {
    let stored: StoredSchema
    private let replies = MirroredReplies()

    init(_ stored: StoredSchema) { self.stored = stored }

    /// The reply to `GET /schemas/ids/{id}` without parameters, in the shape of a client's generation.
    ///
    /// - Parameter encode: makes it the first time; it must depend on the schema and the generation only.
    func reply(isNew: Bool, _ encode: (StoredSchema) -> [UInt8]) -> ReplyBytes {
        replies.bytes(isNew: isNew) { encode(stored) }
    }

    /// Bytes of memory, roughly: the text itself and in two replies.
    var weight: Int { 600 + 3 * stored.content.text.utf8.count }
}

/// A version in memory, with the bytes of its replies.
final class MirroredVersion: Sendable {
    let stored: StoredVersion
    private let replies = MirroredReplies()

    init(_ stored: StoredVersion) { self.stored = stored }

    /// The reply to `GET /subjects/{s}/versions/{v}` without parameters, in the shape of a client's generation.
    ///
    /// - Parameter encode: makes it the first time; it must depend on the version and the generation only.
    func reply(isNew: Bool, _ encode: (StoredVersion) -> [UInt8]) -> ReplyBytes {
        replies.bytes(isNew: isNew) { encode(stored) }
    }
}

/// A subject in memory, with its latest version once that was asked for.
final class MirroredSubject: Sendable {
    let state: SubjectState
    private let latestVersion = AtomicLazyReference<MirroredVersion>()

    init(_ state: SubjectState) { self.state = state }

    /// The newest live version; nil if there is none.
    func latest(_ read: (SubjectState.Entry) throws -> StoredVersion?) rethrows -> MirroredVersion? {
        if let made = latestVersion.load() { return made }
        guard let entry = state.latest, let version = try read(entry) else { return nil }
        return latestVersion.storeIfNil(MirroredVersion(version))
    }

    /// Bytes of memory, roughly, with the latest version's replies.
    var weight: Int {
        4000 + MemoryLayout<SubjectState.Entry>.stride * state.entries.count + 2 * state.subject.name.utf8.count
    }
}
