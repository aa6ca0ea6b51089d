// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Dispatch
import Synchronization

/// Subjects and schemas in memory, as many as fit, so that reads need no PostgreSQL.
///
/// Filled by what is asked for; a change drops or replaces what it touches. Changes of this process are applied before they
/// are acknowledged: a process sees its own writes at once. Those of others come through `ChangeTailer`, within 100 ms while
/// PostgreSQL answers. A subject is answered from memory only while that feed is known to have been read to its end less
/// than a second ago; otherwise it is read from PostgreSQL. A schema of an id never changes, so it is answered from memory
/// always, also while PostgreSQL is down; an id that another process deletes for good meanwhile is noticed once the feed is
/// read again.
final class RegistryMirror: SchemaSource, Sendable {
    /// How long after the feed was read subjects are answered from memory.
    static let freshNanoseconds: UInt64 = 1_000_000_000

    let store: RegistryStore
    private let subjects: BoundedCache<SubjectName, MirroredSubject>
    private let schemas: BoundedCache<SchemaKey, MirroredSchema>
    private let parsedSchemas: BoundedCache<SchemaKey, ParsedSchema>
    /// Beside the default one; nil if they must be read.
    private let otherContexts = Mutex<(names: [String]?, invalidations: UInt64)>((nil, 0))
    /// On the clock of `DispatchTime`; 0 while the feed is not read.
    private let freshUntil = Atomic<UInt64>(0)

    /// - Parameter bytes: of memory, roughly, for all that is kept.
    init(store: RegistryStore, bytes: Int) {
        self.store = store
        subjects = BoundedCache(weight: bytes / 2)
        schemas = BoundedCache(weight: bytes / 4)
        // Types in memory take several times the room of their text, which is what they are weighed by.
        parsedSchemas = BoundedCache(weight: bytes / 32)
    }

    // MARK: Subjects

    /// A subject; one without versions is answered too.
    func subject(_ name: SubjectName) throws(RegistryError) -> MirroredSubject {
        if let known = knownSubject(name) { return known }
        return try readSubject(name)
    }

    /// A subject if it may be answered from memory.
    func knownSubject(_ name: SubjectName) -> MirroredSubject? { isFresh ? subjects.value(for: name) : nil }

    /// A subject as PostgreSQL has it now.
    func readSubject(_ name: SubjectName) throws(RegistryError) -> MirroredSubject {
        let ticket = subjects.ticket(for: name)
        let read = MirroredSubject(try store.read { try $0.state(of: name) })
        subjects.insert(read, for: name, weight: read.weight, ticket: ticket)
        return read
    }

    func state(of subject: SubjectName) throws -> SubjectState { try self.subject(subject).state }

    /// The newest live version of a subject that was read; nil if there is none.
    func latest(of subject: MirroredSubject) throws(RegistryError) -> MirroredVersion? {
        do {
            return try subject.latest { try version($0, in: subject.state) }
        } catch {
            throw error as? RegistryError ?? .storeFailed("\(error)")
        }
    }

    /// A version of a subject that was read, with its schema; nil if that is no more.
    func version(_ entry: SubjectState.Entry, in state: SubjectState) throws(RegistryError) -> StoredVersion? {
        guard let schema = try schema(SchemaKey(context: state.subject.context, id: entry.schemaID)) else {
            return nil
        }
        return StoredVersion(
            subject: state.subject, version: entry.version, schema: schema.stored, isDeleted: entry.isDeleted,
            createdAt: entry.createdAt)
    }

    /// The names of contexts beside the default one, sorted.
    func contextsBesideDefault() throws(RegistryError) -> [String] {
        let (known, invalidations) = otherContexts.withLock { $0 }
        if isFresh, let known { return known }
        let read = try store.read { try $0.contexts() }.filter { $0 != SubjectName.defaultContext }
        otherContexts.withLock { if $0.invalidations == invalidations { $0.names = read } }
        return read
    }

    // MARK: Schemas

    /// The schema of an id in a context; nil if there is none.
    func schema(_ key: SchemaKey) throws(RegistryError) -> MirroredSchema? {
        if let known = knownSchema(key) { return known }
        let ticket = schemas.ticket(for: key)
        guard let stored = try store.read({ try $0.schemas([key.id], in: key.context) }).first else { return nil }
        let read = MirroredSchema(stored)
        schemas.insert(read, for: key, weight: read.weight, ticket: ticket)
        return read
    }

    /// The schema of an id if it is in memory.
    func knownSchema(_ key: SchemaKey) -> MirroredSchema? { schemas.value(for: key) }

    func schemas(_ ids: [Int], in context: String) throws -> [Int: StoredSchema] {
        var (found, missing) = known(ids, in: context)
        guard !missing.isEmpty else { return found }
        let tickets = missing.map { schemas.ticket(for: SchemaKey(context: context, id: $0)) }
        for stored in try store.read({ try $0.schemas(missing, in: context) }) {
            found[stored.id] = stored
            guard let place = missing.firstIndex(of: stored.id) else { continue }
            let read = MirroredSchema(stored)
            schemas.insert(read, for: stored.key, weight: read.weight, ticket: tickets[place])
        }
        return found
    }

    /// Those of the ids that are in memory, and the others.
    func known(_ ids: [Int], in context: String) -> (found: [Int: StoredSchema], missing: [Int]) {
        var found: [Int: StoredSchema] = [:]
        var missing: [Int] = []
        for id in ids where found[id] == nil {
            if let known = schemas.value(for: SchemaKey(context: context, id: id)) {
                found[id] = known.stored
            } else {
                missing.append(id)
            }
        }
        return (found, missing)
    }

    func parsed(_ schema: StoredSchema, by parse: () throws -> ParsedSchema) rethrows -> ParsedSchema {
        if let known = parsedSchemas.value(for: schema.key) { return known }
        let ticket = parsedSchemas.ticket(for: schema.key)
        let parsed = try parse()
        parsedSchemas.insert(parsed, for: schema.key, weight: Self.weight(ofParsed: schema), ticket: ticket)
        return parsed
    }

    // MARK: Changes of this process

    /// Takes in a version that this process registered, after it was committed.
    func apply(_ entry: SubjectState.Entry, to checkedAgainst: SubjectState, revision: Int64) {
        subjects.update(checkedAgainst.subject) { old in
            guard old.state.revision <= revision else { return (old, old.weight) }
            // Another process may have changed the subject since it was read: then it is read anew.
            guard old.state.revision == checkedAgainst.revision else { return nil }
            let new = MirroredSubject(old.state.adding(entry, revision: revision))
            return (new, new.weight)
        }
    }

    /// Keeps a schema that this process gave its id.
    func keep(_ schema: StoredSchema, _ parsed: ParsedSchema) {
        let mirrored = MirroredSchema(schema)
        schemas.insert(mirrored, for: schema.key, weight: mirrored.weight, ticket: schemas.ticket(for: schema.key))
        parsedSchemas.insert(
            parsed, for: schema.key, weight: Self.weight(ofParsed: schema),
            ticket: parsedSchemas.ticket(for: schema.key))
    }

    /// A schema that was understood before.
    func knownParsed(_ schema: StoredSchema) -> ParsedSchema? { parsedSchemas.value(for: schema.key) }

    private static func weight(ofParsed schema: StoredSchema) -> Int { 100 + schema.content.text.utf8.count }

    /// Forgets a subject that this process changed, after it was committed; all of them where a context is named, since
    /// its settings hold for its subjects.
    func invalidate(_ place: SubjectName) {
        if place.isContext { subjects.removeAll() } else { subjects.remove(place) }
    }

    /// Forgets schemas that may have been deleted for good.
    func invalidate(_ keys: [SchemaKey]) {
        for key in keys {
            schemas.remove(key)
            parsedSchemas.remove(key)
        }
    }

    func invalidateContexts() {
        otherContexts.withLock { $0 = (nil, $0.invalidations &+ 1) }
    }

    // MARK: Changes of others

    /// Takes in a change from the feed; those that are here already are passed over.
    func apply(_ change: MirroredChange) {
        switch change.action {
        case .register, .delete, .undelete, .remove:
            subjects.update(change.subject) { $0.state.revision >= change.number ? ($0, $0.weight) : nil }
            if change.action == .remove, let id = change.schemaID {
                invalidate([SchemaKey(context: change.subject.context, id: id)])
            }
        case .config, .mode: invalidate(change.subject)
        case .createContext, .deleteContext: invalidateContexts()
        }
    }

    /// Forgets everything: the feed can't tell what has changed.
    func reset() {
        subjects.removeAll()
        schemas.removeAll()
        parsedSchemas.removeAll()
        invalidateContexts()
    }

    /// Says that the feed was read to its end; nil says that it can't be read.
    func feedWasRead(at time: DispatchTime?) {
        freshUntil.store(
            time.map { $0.uptimeNanoseconds &+ Self.freshNanoseconds } ?? 0, ordering: .releasing)
    }

    /// A subject that is in memory, whether it may be answered from there now or not.
    func kept(_ name: SubjectName) -> MirroredSubject? { subjects.value(for: name) }

    /// Whether subjects may be answered from memory.
    var isFresh: Bool { DispatchTime.now().uptimeNanoseconds < freshUntil.load(ordering: .acquiring) }
}

/// What the mirror needs to know of a change.
struct MirroredChange: Sendable {
    let number: Int64
    let action: RegistryChange.Action
    let subject: SubjectName
    let schemaID: Int?
}
