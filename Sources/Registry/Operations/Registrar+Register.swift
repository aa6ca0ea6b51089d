// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Formats

// Registration: dedup first, then mode, then the check, then an id.
extension Registrar {
    /// A version that a registration led to.
    typealias Registered = (version: StoredVersion, isNew: Bool)

    /// Registers a schema, unless the subject has it.
    ///
    /// The mirror proposes, PostgreSQL decides: what is in memory is enough to check a schema, and one statement looks for
    /// the same content, compares the subject with what was checked, and registers. A refusal that rests on memory is
    /// thought over with what PostgreSQL has; a subject that others change all the time is locked first.
    ///
    /// - Returns: the version, and whether it is new.
    func register(
        _ request: SchemaRequest, under subject: SubjectName, normalize: Bool, by actor: Actor
    ) throws(RegistryError) -> Registered {
        try subject.check()
        do {
            if let made = try propose(request, subject, normalize, mirror.subject(subject).state, mirror, actor) {
                return made
            }
        } catch {
            guard let refusal = error as? RegistryError else { throw .storeFailed("\(error)") }
            if refusal.status >= 500 { throw refusal }
        }
        let made = try change([subject]) { session in
            try register(request, under: subject, normalize: normalize, by: actor, in: session)
        }
        if made.isNew { noteRegistered(made.version, by: actor) }
        return made
    }

    /// Registers in a transaction that has been begun; other changes may be part of it. Whoever commits it tells the
    /// mirror, by `published`.
    func register(
        _ request: SchemaRequest, under subject: SubjectName, normalize: Bool, by actor: Actor,
        in session: RegistrySession
    ) throws -> Registered {
        try session.lock(subject)
        let source = TransactionSource(session: session, mirror: mirror)
        let state = try source.state(of: subject)
        let plan = try RegistrationPlan(request, state, normalize: normalize, source)
        let proposal = { (checked: SubjectState?) in plan.proposal(request, checkedAgainst: checked, by: actor) }
        var outcome = try session.register(proposal(nil))
        if case .unknown = outcome {
            try check(plan, request, against: state, source)
            outcome = try session.register(proposal(state))
        }
        // Settings of the context or the registry, which the lock does not cover, may have been changed just now.
        for _ in 0..<3 {
            guard case .stale = outcome else { break }
            let newer = try source.state(of: subject)
            try check(plan, request, against: newer, source)
            outcome = try session.register(proposal(newer))
        }
        switch outcome {
        case .new(let entry, _, _):
            guard let version = try source.version(entry, of: subject) else { throw Self.vanished(entry, subject) }
            return (version, true)
        case .known(let version, let id):
            try Self.checkID(id, of: request)
            guard let version = try known(version, id, state, source) else {
                throw RegistryError.storeFailed("version \(version) of \(subject.text) vanished")
            }
            return (version, false)
        default: throw refusal(outcome, request, plan.content, subject)
        }
    }

    /// Proposes what was checked against a state in memory.
    ///
    /// - Returns: nil if the state was not the newest.
    private func propose(
        _ request: SchemaRequest, _ subject: SubjectName, _ normalize: Bool, _ state: SubjectState,
        _ source: RegistryMirror, _ actor: Actor
    ) throws -> Registered? {
        let plan = try RegistrationPlan(request, state, normalize: normalize, source)
        // A text that the subject has is most often registered already: then there is nothing to check.
        let mayBeKnown = state.entries(withTextHash: plan.textHash).contains { !$0.isDeleted }
        if !mayBeKnown { try check(plan, request, against: state, source) }
        let outcome = try store.read {
            try $0.register(plan.proposal(request, checkedAgainst: mayBeKnown ? nil : state, by: actor))
        }
        switch outcome {
        case .new(let entry, let isNewSchema, let revision):
            mirror.apply(entry, to: state, revision: revision)
            announcer.announce()
            if !state.subject.isInDefaultContext, !state.hasVersions { mirror.invalidateContexts() }
            if isNewSchema { mirror.keep(plan.schema(entry), plan.parsed) }
            guard let version = try source.version(entry, of: subject) else { throw Self.vanished(entry, subject) }
            noteRegistered(version, by: actor)
            return (version, true)
        case .known(let version, let id):
            try Self.checkID(id, of: request)
            return try known(version, id, state, source).map { ($0, false) }
        case .stale, .unknown: return nil
        default: throw refusal(outcome, request, plan.content, subject)
        }
    }

    /// Who imports a content with an id must not be told that all is well if it has another one here.
    private static func checkID(_ id: Int, of request: SchemaRequest) throws(RegistryError) {
        if let given = request.id, given != id { throw .idMismatch(registered: id, given: given) }
    }

    /// What a registration found instead of making a version; nil if it has gone meanwhile.
    private func known(
        _ version: Int, _ id: Int, _ state: SubjectState, _ source: any SchemaSource
    ) throws -> StoredVersion? {
        let inState = state.entry(version)
        // Another process was faster: whoever is answered with its version finds it here too.
        if inState?.isDeleted != false { mirror.invalidate(state.subject) }
        let entry =
            inState
            ?? SubjectState.Entry(version: version, schemaID: id, isDeleted: false, createdAt: 0, textHash: 0)
        guard entry.schemaID == id else { return nil }
        var found = try source.version(entry, of: state.subject)
        if entry.createdAt == 0, let schema = found?.schema { found?.createdAt = schema.createdAt }
        return found
    }

    /// Says in the process's log that a version was registered; to be called once it is committed.
    func noteRegistered(_ version: StoredVersion, by actor: Actor) {
        log.info(
            "schema registered",
            [
                "subject": version.subject.text, "version": "\(version.version)", "id": "\(version.schema.id)",
                "by": actor.name,
            ])
    }

    // MARK: Checks

    /// All that is asked of a content that the subject does not have: mode, references, envelope, compatibility.
    private func check(
        _ plan: RegistrationPlan, _ request: SchemaRequest, against state: SubjectState, _ source: any SchemaSource
    ) throws {
        let (subject, settings) = (state.subject, state.settings)
        try checkMode(settings.mode, request, subject)
        var parser = SchemaParser(source: source, context: subject.context, allowsDeleted: false)
        for reference in plan.content.references { try parser.check(reference) }
        try Self.checkEnvelope(plan.parsed, subject)
        guard settings.mode != .importing else { return }
        if let wanted = request.version, wanted != state.lastVersion + 1 {
            throw RegistryError.notNextVersion(wanted, next: state.lastVersion + 1, of: subject)
        }
        parser = SchemaParser(source: source, context: subject.context, allowsDeleted: true)
        let verdict = try Self.verdict(plan.parsed, plan.content, after: state, settings.config, parser)
        guard verdict.isCompatible else {
            throw RegistryError.incompatible(subject, verdict, code: incompatibleCode)
        }
    }

    private func checkMode(
        _ mode: RegistryMode, _ request: SchemaRequest, _ subject: SubjectName
    ) throws(RegistryError) {
        guard mode.isWritable else { throw .readOnly(subject, mode) }
        switch (mode, request.id) {
        case (.importing, nil): throw .operationNotPermitted("Subject \(subject.text) is not in read-write mode")
        case (.readWrite, _?): throw .operationNotPermitted("Subject \(subject.text) is not in import mode")
        default: return
        }
    }

    /// Whether a schema may follow the versions of a subject, by the settings.
    static func verdict(
        _ schema: ParsedSchema, _ content: SchemaContent, after state: SubjectState, _ config: SubjectConfig,
        policy: CompatibilityPolicy? = nil, proves: Bool = false, _ parser: SchemaParser
    ) throws -> CompatibilityVerdict {
        let check = CompatibilityCheck(config, policy: policy, proves: proves)
        // The texts of versions that nobody looks at need not be read.
        let needsAll = check.level != .none && (check.level.isTransitive || check.group != nil)
        let needsNone = check.level == .none && !check.validatesFields
        let entries = needsNone ? [] : needsAll ? state.entries(.live) : state.latest.map { [$0] } ?? []
        let older = try parser.source.versions(entries, of: state.subject)
        return try check.verdict(schema, content, after: older) { try parser.parsed($0) }
    }

    /// Events must carry the envelope, or nothing that a producer sends could pass.
    private static func checkEnvelope(_ schema: ParsedSchema, _ subject: SubjectName) throws(RegistryError) {
        guard subject.name.hasPrefix("events."), subject.name.hasSuffix("-value") else { return }
        switch schema {
        case .avro(let avro):
            let problems = EventEnvelope.check(avro)
            guard problems.isEmpty else {
                throw .invalidSchema(
                    "Invalid schema for the event subject '\(subject.text)', details: "
                        + problems.map(\.description).joined(separator: "; "))
            }
        case .protobuf:
            throw .invalidSchema(
                "Invalid schema for the event subject '\(subject.text)', details: events have schemas of type AVRO in "
                    + "this version of Sluice.")
        }
    }

    private func refusal(
        _ outcome: RegistrationOutcome, _ request: SchemaRequest, _ content: SchemaContent, _ subject: SubjectName
    ) -> RegistryError {
        switch outcome {
        case .versionMismatch(let next): .notNextVersion(request.version ?? 0, next: next, of: subject)
        case .versionTaken:
            .operationNotPermitted(
                "Version \(request.version ?? 0) of subject '\(subject.text)' has another schema; versions can't be "
                    + "overwritten.")
        case .idMismatch(let id): .idMismatch(registered: id, given: request.id ?? 0)
        case .idTaken:
            .operationNotPermitted(
                "Overwrite new schema with id \(request.id ?? 0) is not permitted.")
        case .noReference:
            .invalidSchema(
                "No schema reference found: one of "
                    + content.references.map { "\"\($0.subject)\" version \($0.version)" }.joined(separator: ", ")
                    + " was deleted meanwhile.")
        case .known, .unknown, .new, .stale:
            .storeTimedOut("subject '\(subject.text)' and its settings are changed all the time; try again")
        }
    }

    private static func vanished(_ entry: SubjectState.Entry, _ subject: SubjectName) -> RegistryError {
        .storeFailed("version \(entry.version) of \(subject.text) was removed right after it was registered")
    }
}

extension CompatibilityCheck {
    /// The check that settings ask for.
    init(_ config: SubjectConfig, policy: CompatibilityPolicy? = nil, proves: Bool = false) {
        self.init(
            level: config.compatibility ?? .backward, policy: policy ?? config.policy ?? .confluent,
            group: config.compatibilityGroup, validatesFields: config.validateFields ?? false, proves: proves)
    }
}
