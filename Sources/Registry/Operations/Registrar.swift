// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Formats

/// The registry's operations on schemas: what they mean, apart from HTTP.
struct Registrar: Sendable {
    let store: RegistryStore
    let cache: SchemaCache
    let incompatibleCode: Int
    private let log = Log("registry")

    init(store: RegistryStore, cache: SchemaCache, incompatibleCode: Int) {
        self.store = store
        self.cache = cache
        self.incompatibleCode = incompatibleCode
    }

    // MARK: Register

    /// Registers a schema: first looks for the same content, then checks compatibility, then makes a version.
    ///
    /// - Returns: the version, and whether it is new.
    func register(
        _ request: SchemaRequest, under subject: SubjectName, normalize: Bool, by actor: Actor
    ) throws(RegistryError) -> (version: StoredVersion, isNew: Bool) {
        try subject.check()
        // Most registrations are of schemas that are known: those wait for no lock.
        let known = try store.read { session -> StoredVersion? in
            let normalize = try normalize || session.effectiveConfig(subject).normalize
            guard let content = try? Self.prepare(request, normalize, session, allowsDeleted: true).0 else {
                return nil
            }
            return try session.version(subject, fingerprint: content.fingerprint, .live)
        }
        if let known { return (known, false) }
        let made = try store.write { try register(request, under: subject, normalize: normalize, in: $0) }
        if made.isNew { noteRegistered(made.version, by: actor) }
        return made
    }

    /// Registers in a transaction that has been begun; other changes may be part of it.
    func register(
        _ request: SchemaRequest, under subject: SubjectName, normalize: Bool, in session: RegistrySession
    ) throws -> (version: StoredVersion, isNew: Bool) {
        try session.lock(subject)
        let config = try session.effectiveConfig(subject)
        var parser = SchemaParser(session: session, allowsDeleted: false)
        let (content, schema) = try parser.prepare(request, normalize: normalize || config.normalize)
        // Another process may have been faster.
        if let known = try session.version(subject, fingerprint: content.fingerprint, .live) {
            return (known, false)
        }
        try Self.checkEnvelope(schema, subject)
        let next = try session.nextVersion(of: subject)
        if let wanted = request.version, wanted != next {
            throw RegistryError.invalidSchema(
                "Version \(wanted) is not the next version of subject '\(subject)', which is \(next).")
        }
        let messages = try Self.messages(
            schema, content, config.compatibility,
            config.compatibility.isTransitive
                ? session.versions(of: subject, .live)
                : session.latest(subject, includeDeleted: false).map { [$0] } ?? [],
            session)
        guard messages.isEmpty else {
            throw RegistryError.incompatible(subject, messages, code: incompatibleCode)
        }
        return (try session.insert(content, as: next, of: subject), true)
    }

    /// Says in the log that a version was registered; to be called once it is committed.
    func noteRegistered(_ version: StoredVersion, by actor: Actor) {
        log.info(
            "schema registered",
            [
                "subject": version.subject.text, "version": "\(version.version)", "id": "\(version.schema.id)",
                "by": actor.name,
            ])
    }

    /// Events must carry the envelope, or nothing that a producer sends could pass.
    private static func checkEnvelope(_ schema: ParsedSchema, _ subject: SubjectName) throws(RegistryError) {
        guard subject.name.hasPrefix("events."), subject.name.hasSuffix("-value") else { return }
        switch schema {
        case .avro(let avro):
            let problems = EventEnvelope.check(avro)
            guard problems.isEmpty else {
                throw .invalidSchema(
                    "Invalid schema for the event subject '\(subject)', details: "
                        + problems.map(\.description).joined(separator: "; "))
            }
        case .protobuf:
            throw .invalidSchema(
                "Invalid schema for the event subject '\(subject)', details: events have schemas of type AVRO in this "
                    + "version of Sluice.")
        }
    }

    // MARK: Lookup

    /// The version of a subject that has this content.
    func lookup(
        _ request: SchemaRequest, under subject: SubjectName, normalize: Bool, includeDeleted: Bool
    ) throws(RegistryError) -> StoredVersion {
        try store.read { session in
            let state: RegistrySession.State = includeDeleted ? .any : .live
            guard try session.hasVersions(subject, state) else { throw RegistryError.subjectNotFound(subject) }
            let normalize = try normalize || session.effectiveConfig(subject).normalize
            let content = try Self.prepare(request, normalize, session, allowsDeleted: true).0
            guard let found = try session.version(subject, fingerprint: content.fingerprint, state) else {
                throw RegistryError.schemaNotFound
            }
            return found
        }
    }

    /// The schema of an id; deleted ones too, as long as they are not deleted for good.
    func schema(id: Int) throws(RegistryError) -> StoredSchema {
        let found = try cache.schema(id: id) { id throws(RegistryError) in
            try store.read { try $0.schema(id: id) }
        }
        guard let found else { throw .schemaNotFound(id: id) }
        return found
    }

    /// The schema with its text in the format that a request asks for.
    func formatted(_ schema: StoredSchema, as format: String?) throws(RegistryError) -> StoredSchema {
        guard let format, !format.isEmpty else { return schema }
        var formatted = schema
        formatted.content.text = try store.read { session in
            var parser = SchemaParser(session: session, allowsDeleted: true)
            return try parser.text(of: schema.content, format: format)
        }
        return formatted
    }

    // MARK: Compatibility

    /// What a schema is compared with.
    enum Opponent {
        case version(VersionName)
        /// What the level asks for: the latest version, or all.
        case level
    }

    /// What keeps a schema from following what is registered; empty if it may.
    func compatibilityMessages(
        _ request: SchemaRequest, under subject: SubjectName, with opponent: Opponent, normalize: Bool
    ) throws(RegistryError) -> [String] {
        try store.read { session in
            let config = try session.effectiveConfig(subject)
            var opponents: [StoredVersion] = []
            switch opponent {
            case .version(.latest),
                .level where !config.compatibility.isTransitive:
                opponents = try session.latest(subject, includeDeleted: false).map { [$0] } ?? []
            case .version(.number(let number)):
                guard let found = try session.version(subject, number), !found.isDeleted else {
                    throw RegistryError.versionNotFound(number)
                }
                opponents = [found]
            case .level: opponents = try session.versions(of: subject, .live)
            }
            let (content, schema) = try Self.prepare(request, normalize, session, allowsDeleted: false)
            return try Self.messages(schema, content, config.compatibility, opponents, session)
        }
    }

    private static func messages(
        _ schema: ParsedSchema, _ content: SchemaContent, _ level: CompatibilityLevel, _ older: [StoredVersion],
        _ session: RegistrySession
    ) throws -> [String] {
        var parser = SchemaParser(session: session, allowsDeleted: true)
        return try CompatibilityCheck(level: level).verdict(schema, content, after: older) {
            try parser.parse($0)
        }.messages
    }

    private static func prepare(
        _ request: SchemaRequest, _ normalize: Bool, _ session: RegistrySession, allowsDeleted: Bool
    ) throws -> (SchemaContent, ParsedSchema) {
        var parser = SchemaParser(session: session, allowsDeleted: allowsDeleted)
        return try parser.prepare(request, normalize: normalize)
    }
}
