// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// Reading what is registered. Subjects are followed to their alias; names that are not qualified fall through to other
// contexts as `SubjectName` tells.
extension Registrar {
    // MARK: Versions of a subject

    /// One version of a subject, with the bytes of its replies: from memory.
    ///
    /// - Throws: 40401 if the subject has no version (that is not deleted), 40402 if it hasn't that one.
    func version(
        _ name: VersionName, of subject: SubjectName, includeDeleted: Bool = false
    ) throws(RegistryError) -> MirroredVersion {
        let subject = try aliased(subject)
        do {
            return try ownVersion(name, of: subject, includeDeleted)
        } catch {
            guard error.status == 404, subject.isInDefaultContext else { throw error }
            for context in try mirror.contextsBesideDefault() {
                let other = SubjectName(context: context, name: subject.name)
                if let found = try? ownVersion(name, of: other, includeDeleted) { return found }
            }
            throw error
        }
    }

    private func ownVersion(
        _ name: VersionName, of subject: SubjectName, _ includeDeleted: Bool
    ) throws(RegistryError) -> MirroredVersion {
        let mirrored = try mirror.subject(subject)
        let state = mirrored.state
        guard state.has(includeDeleted ? .any : .live) else { throw .subjectNotFound(subject) }
        let entry: SubjectState.Entry?
        switch name {
        case .latest where !includeDeleted || state.entries.last?.isDeleted == false:
            guard let latest = try mirror.latest(of: mirrored) else { throw .versionNotFound(-1) }
            return latest
        case .latest: entry = state.entries.last
        case .number(let number): entry = state.entry(number)
        }
        guard let entry, includeDeleted || !entry.isDeleted else { throw .versionNotFound(name.number ?? -1) }
        guard let version = try mirror.version(entry, in: state) else { throw .versionNotFound(entry.version) }
        return MirroredVersion(version)
    }

    /// The numbers of a subject's versions, oldest first.
    ///
    /// - Throws: 40401 if there is none in the state.
    func versionNumbers(
        of subject: SubjectName, _ state: VersionState, _ page: Page = .all
    ) throws(RegistryError) -> [(version: Int, isDeleted: Bool)] {
        let found = try mirror.subject(try aliased(subject)).state
        guard found.has(state) else { throw .subjectNotFound(subject) }
        return found.entries(state).dropFirst(page.offset).prefix(page.limit ?? .max).map { ($0.version, $0.isDeleted) }
    }

    /// The newest version whose metadata has all these properties.
    ///
    /// - Throws: 40401 if the subject has no version in the state, 40403 if none has the properties.
    func latest(
        of subject: SubjectName, withProperties properties: [(String, String)], _ state: VersionState
    ) throws(RegistryError) -> StoredVersion {
        let found = try mirror.subject(try aliased(subject)).state
        guard found.has(state) else { throw .subjectNotFound(subject) }
        // The newest first, and not all of a long history at once.
        var rest = found.entries(state)[...]
        while !rest.isEmpty {
            let newest = Array(rest.suffix(Self.versionsAtOnce))
            rest = rest.dropLast(newest.count)
            let versions = try reading { try mirror.versions(newest, of: found.subject) }
            let match = versions.last { version in
                properties.allSatisfy { version.schema.content.metadataProperty($0) == $1 }
            }
            if let match { return match }
        }
        throw .schemaNotFound
    }

    private static let versionsAtOnce = 100

    /// Schemas that refer to a version, by context and id.
    func referrers(
        to name: VersionName, of subject: SubjectName, _ state: VersionState, _ page: Page
    ) throws(RegistryError) -> [SchemaKey] {
        let found = try version(name, of: subject, includeDeleted: true).stored
        return try store.read { try $0.referrers(to: found.subject, version: found.version, state, page) }
    }

    // MARK: Schemas by id

    /// The schema of an id, with the bytes of its replies: from memory, deleted or not, as long as it is not deleted for
    /// good.
    ///
    /// - Parameter scope: the context that the id is of; with a name, the subject that has the schema. In another context
    ///   than the default it must have it; in the default one it tells where to look first.
    /// - Throws: 40403.
    func schema(id: Int, in scope: SubjectName = .registry) throws(RegistryError) -> MirroredSchema {
        if let found = try schema(SchemaKey(context: scope.context, id: id), of: scope) { return found }
        guard scope.isInDefaultContext else { throw .schemaNotFound(id: id) }
        for context in try mirror.contextsBesideDefault() {
            let other = SubjectName(context: context, name: scope.name)
            guard let found = try schema(SchemaKey(context: context, id: id), of: other) else { continue }
            // Data that has the id of a schema which was deleted for good must not be read by another one of that number.
            let own = SchemaKey(context: scope.context, id: id)
            if mirror.knownSchema(own) == nil, try store.read({ try $0.isForgotten(own) }) { break }
            return found
        }
        // A name that no subject with this schema has, such as that of a renamed topic, was only a hint.
        if !scope.isContext, let found = try mirror.schema(SchemaKey(context: scope.context, id: id)) { return found }
        throw .schemaNotFound(id: id)
    }

    private func schema(_ key: SchemaKey, of scope: SubjectName) throws(RegistryError) -> MirroredSchema? {
        guard let found = try mirror.schema(key) else { return nil }
        guard !scope.isContext else { return found }
        let isThere = try mirror.subject(scope).state.entries.contains { $0.schemaID == key.id }
        return isThere ? found : nil
    }

    /// Where a schema is registered, by subject and version.
    func versions(
        ofSchema id: Int, in scope: SubjectName = .registry, _ state: VersionState, _ page: Page
    ) throws(RegistryError) -> [(subject: SubjectName, version: Int)] {
        let key = try schema(id: id, in: scope.wholeContext).stored.key
        let subject = scope.isContext ? nil : scope.name
        return try store.read { try $0.versions(ofSchema: key, state, subject: subject, page) }
    }

    /// The subjects that have a schema.
    func subjects(
        ofSchema id: Int, in scope: SubjectName = .registry, _ state: VersionState, _ page: Page
    ) throws(RegistryError) -> [SubjectName] {
        let key = try schema(id: id, in: scope.wholeContext).stored.key
        let subject = scope.isContext ? nil : scope.name
        return try store.read { try $0.subjects(ofSchema: key, state, subject: subject, page) }
    }

    /// The schemas of an identity that is the same in every registry, by context: the same content with its ids.
    ///
    /// - Throws: 40403 if there is none.
    func schemas(guid: String) throws(RegistryError) -> [StoredSchema] {
        guard SchemaGUID.isValid(guid) else { throw .schemaNotFound }
        let found = try store.read { try $0.schemas(guid: guid) }
        guard !found.isEmpty else { throw .schemaNotFound }
        return found
    }

    /// The highest id of a context; 0 if there is none.
    func maxSchemaID(in context: String = SubjectName.defaultContext) throws(RegistryError) -> Int {
        try store.read { try $0.maxSchemaID(in: context) }
    }

    /// The schema with its text in the format that a request asks for.
    func formatted(_ schema: StoredSchema, as format: String?) throws(RegistryError) -> StoredSchema {
        guard let format, !format.isEmpty else { return schema }
        var formatted = schema
        formatted.content.text = try reading {
            var parser = SchemaParser(source: mirror, context: schema.context, allowsDeleted: true)
            return try parser.text(of: schema.content, format: format)
        }
        return formatted
    }

    // MARK: Lists

    /// Subjects in the scope with a version in the state, by context and name. Deleted means that all versions are.
    func subjects(
        _ scope: SubjectScope, _ state: VersionState, _ page: Page = .all
    ) throws(RegistryError) -> [SubjectName] {
        guard !scope.prefix.utf8.contains(0) else { return [] }
        return try store.read { try $0.subjects(scope, state, page) }
    }

    /// Versions of subjects in the scope with their schemas, by subject and version; of each subject the newest in the
    /// state where only that is wanted.
    func versions(
        _ scope: SubjectScope, _ state: VersionState, latestOnly: Bool, _ page: Page
    ) throws(RegistryError) -> [StoredVersion] {
        guard !scope.prefix.utf8.contains(0) else { return [] }
        return try store.read { try $0.versions(scope, state, latestOnly: latestOnly, page) }
    }

    /// Subjects in the scope that have an alias, by the subjects that reads of them are led to.
    func aliases(_ scope: SubjectScope) throws(RegistryError) -> [SubjectName: [SubjectName]] {
        guard !scope.prefix.utf8.contains(0) else { return [:] }
        let found = try store.read { try $0.aliases(scope) }
        return Dictionary(grouping: found, by: \.target).mapValues { $0.map(\.subject) }
    }

    /// Runs reads that throw anything, as operations throw.
    func reading<T>(_ body: () throws -> T) throws(RegistryError) -> T {
        do {
            return try body()
        } catch {
            throw error as? RegistryError ?? .storeFailed("\(error)")
        }
    }
}
