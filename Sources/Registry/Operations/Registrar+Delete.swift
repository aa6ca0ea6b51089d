// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Deletion in two steps: softly, which hides a version and keeps its id readable, then for good; and the way back.
extension Registrar {
    /// Deletes a subject's versions.
    ///
    /// - Returns: their numbers.
    /// - Throws: 40401; 40404 softly, if all are deleted; 40405 for good, if one is not; 42205; 42206.
    func deleteSubject(
        _ subject: SubjectName, permanently: Bool, by actor: Actor
    ) throws(RegistryError) -> [Int] {
        let removed = try change([subject]) { session -> [SubjectState.Entry] in
            let state = try locked(subject, session)
            guard state.hasVersions else { throw RegistryError.subjectNotFound(subject) }
            let live = state.entries(.live)
            if permanently {
                guard live.isEmpty else { throw RegistryError.subjectNotSoftDeleted(subject) }
                try remove(state, state.entries, session, actor)
                return state.entries
            }
            guard !live.isEmpty else { throw RegistryError.subjectSoftDeleted(subject) }
            try softDelete(state, live, session, actor)
            return live
        }
        if permanently { forget(removed, subject) }
        return removed.map(\.version)
    }

    /// Deletes one version.
    ///
    /// - Returns: its number.
    /// - Throws: 40401, 40402; 40406 softly, if it is deleted; 40407 for good, if it is not; 42205; 42206.
    func deleteVersion(
        _ name: VersionName, of subject: SubjectName, permanently: Bool, by actor: Actor
    ) throws(RegistryError) -> Int {
        let removed = try change([subject]) { session -> SubjectState.Entry in
            let state = try locked(subject, session)
            guard state.hasVersions else { throw RegistryError.subjectNotFound(subject) }
            let entry: SubjectState.Entry?
            switch name {
            case .latest: entry = state.latest(includeDeleted: permanently)
            case .number(let number): entry = state.entry(number)
            }
            guard let entry else { throw RegistryError.versionNotFound(name.number ?? -1) }
            if permanently {
                guard entry.isDeleted else { throw RegistryError.versionNotSoftDeleted(subject, entry.version) }
                try remove(state, [entry], session, actor)
            } else {
                guard !entry.isDeleted else { throw RegistryError.versionSoftDeleted(subject, entry.version) }
                try softDelete(state, [entry], session, actor)
            }
            return entry
        }
        if permanently { forget([removed], subject) }
        return removed.version
    }

    /// Brings deleted versions back: one, or all that are softly deleted.
    ///
    /// One that was deleted for good comes back from the history, with its id. What comes back must fit the versions that
    /// are live, by the level in force: those may have been accepted because it was gone. Those that come back together
    /// are not compared with each other: they were accepted one after the other.
    ///
    /// - Parameter force: leaves that check out.
    /// - Returns: their numbers; those that are not deleted are left as they are.
    /// - Throws: 40401; 40402; 409; 42205 if the mode forbids it, or if the content was registered again meanwhile.
    func undelete(
        _ version: Int?, of subject: SubjectName, force: Bool = false, by actor: Actor
    ) throws(RegistryError) -> [Int] {
        try subject.check()
        return try change([subject]) { session in
            let state = try locked(subject, session)
            if let version, state.entry(version) == nil {
                try restore(version, state, force: force, session, actor)
                return [version]
            }
            var deleted = state.entries(.deleted)
            if let version { deleted = deleted.filter { $0.version == version } }
            if version == nil, !state.hasVersions { throw RegistryError.subjectNotFound(subject) }
            guard !deleted.isEmpty else { return [] }
            let live = Set(state.entries(.live).map(\.schemaID))
            if version != nil, let again = deleted.first(where: { live.contains($0.schemaID) }) {
                throw Self.registeredAgain(again.version, subject)
            }
            // Of several versions with one content the newest comes back.
            var back: [Int: SubjectState.Entry] = [:]
            for entry in deleted where !live.contains(entry.schemaID) { back[entry.schemaID] = entry }
            let versions = back.values.sorted { $0.version < $1.version }
            guard !versions.isEmpty else { return [] }
            try checkReferences(versions, state, session)
            if !force {
                let source = TransactionSource(session: session, mirror: mirror)
                for version in try source.versions(versions, of: subject) { try checkFits(version, state, source) }
            }
            try session.undelete(subject, versions, by: actor)
            return versions.map(\.version)
        }
    }

    // MARK: Steps

    /// The subject, which others can't change until the transaction ends.
    private func locked(_ subject: SubjectName, _ session: RegistrySession) throws -> SubjectState {
        try session.lock(subject)
        let state = try session.state(of: subject)
        try checkWritable(state.settings, subject)
        return state
    }

    private func softDelete(
        _ state: SubjectState, _ entries: [SubjectState.Entry], _ session: RegistrySession, _ actor: Actor
    ) throws {
        // First the change, which waits for who registers a reference to it, then the look for references.
        try session.softDelete(state.subject, entries, by: actor)
        try checkUnreferenced(state.subject, entries, .live, session)
    }

    private func remove(
        _ state: SubjectState, _ entries: [SubjectState.Entry], _ session: RegistrySession, _ actor: Actor
    ) throws {
        try checkUnreferenced(state.subject, entries, .any, session)
        try session.remove(state.subject, entries, by: actor)
        guard entries.count == state.entries.count, !state.settings.own.isEmpty else { return }
        try session.replaceSettings(
            state.settings.own, with: PlaceSettings(), at: state.subject, by: actor)
    }

    private func checkUnreferenced(
        _ subject: SubjectName, _ entries: [SubjectState.Entry], _ referrers: VersionState, _ session: RegistrySession
    ) throws {
        let only = entries.count == 1 ? entries.first?.version : nil
        let found = try session.referrers(to: subject, version: only, referrers, Page(offset: 0, limit: 1))
        guard found.isEmpty else { throw RegistryError.referenceExists(subject, only) }
    }

    /// What comes back must not refer to what is deleted.
    private func checkReferences(
        _ entries: [SubjectState.Entry], _ state: SubjectState, _ session: RegistrySession
    ) throws {
        let source = TransactionSource(session: session, mirror: mirror)
        let parser = SchemaParser(source: source, context: state.subject.context, allowsDeleted: false)
        for version in try source.versions(entries, of: state.subject) {
            for reference in version.schema.content.references { try parser.check(reference) }
        }
    }

    /// What comes back must fit what is live: follow the older versions, and be followed by the newer.
    private func checkFits(_ back: StoredVersion, _ state: SubjectState, _ source: TransactionSource) throws {
        guard state.settings.mode != .importing else { return }
        let check = CompatibilityCheck(state.settings.config)
        let parser = SchemaParser(source: source, context: state.subject.context, allowsDeleted: true)
        let live = try source.versions(state.entries(.live), of: state.subject)
        let newer = live.filter { $0.version > back.version }
        // Of those that would follow it, a level that is not transitive compares the next one.
        let followers = check.level.isTransitive || check.group != nil ? newer : Array(newer.prefix(1))
        let pairs = [(back, live.filter { $0.version < back.version })] + followers.map { ($0, [back]) }
        for (version, older) in pairs {
            let verdict = try check.verdict(parser.parsed(version.schema), version.schema.content, after: older) {
                try parser.parsed($0)
            }
            guard verdict.isCompatible else {
                throw RegistryError.cannotComeBack(back, beside: version, verdict, code: incompatibleCode)
            }
        }
    }

    private func restore(
        _ version: Int, _ state: SubjectState, force: Bool, _ session: RegistrySession, _ actor: Actor
    ) throws {
        let subject = state.subject
        guard let (schema, createdAt) = try session.removed(version, of: subject) else {
            throw state.hasVersions ? RegistryError.versionNotFound(version) : .subjectNotFound(subject)
        }
        // The content may have got another id since.
        let source = TransactionSource(session: session, mirror: mirror)
        let fingerprint = SubjectState.textHash(schema.content.textFingerprint)
        let same = state.entries(withTextHash: fingerprint).filter { !$0.isDeleted }
        guard try source.versions(same, of: subject).allSatisfy({ $0.schema.content != schema.content }),
            try session.canRestore(schema)
        else { throw Self.registeredAgain(version, subject) }
        let parser = SchemaParser(source: source, context: subject.context, allowsDeleted: false)
        for reference in schema.content.references { try parser.check(reference) }
        if !force {
            let back = StoredVersion(
                subject: subject, version: version, schema: schema, isDeleted: true, createdAt: createdAt)
            try checkFits(back, state, source)
        }
        try session.restore(version, schema, createdAt: createdAt, of: subject, by: actor)
    }

    private static func registeredAgain(_ version: Int, _ subject: SubjectName) -> RegistryError {
        .operationNotPermitted(
            "Version \(version) of subject '\(subject.text)' can't come back: its schema was registered again since.")
    }

    /// The ids may be no more.
    private func forget(_ entries: [SubjectState.Entry], _ subject: SubjectName) {
        mirror.invalidate(entries.map { SchemaKey(context: subject.context, id: $0.schemaID) })
    }
}
