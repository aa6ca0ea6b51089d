// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// Looking up a content, and asking whether one would be accepted.
extension Registrar {
    /// The version of a subject that has this content: the same text and references; metadata and rules where they are
    /// given.
    ///
    /// - Throws: 40401 if the subject has no version, 40403 if none has the content; then the nearest is named.
    func lookup(
        _ request: SchemaRequest, under subject: SubjectName, normalize: Bool, includeDeleted: Bool
    ) throws(RegistryError) -> StoredVersion {
        let subject = try aliased(subject)
        do {
            return try ownLookup(request, subject, normalize, includeDeleted)
        } catch {
            guard error.status == 404, subject.isInDefaultContext else { throw error }
            for context in try mirror.contextsBesideDefault() {
                let other = SubjectName(context: context, name: subject.name)
                if let found = try? ownLookup(request, other, normalize, includeDeleted) { return found }
            }
            throw error
        }
    }

    private func ownLookup(
        _ request: SchemaRequest, _ subject: SubjectName, _ normalize: Bool, _ includeDeleted: Bool
    ) throws(RegistryError) -> StoredVersion {
        let state = try mirror.subject(subject).state
        guard state.has(includeDeleted ? .any : .live) else { throw .subjectNotFound(subject) }
        return try reading {
            let plan = try RegistrationPlan(request, state, normalize: normalize, mirror)
            if let found = try find(plan, in: state, includeDeleted) { return found }
            throw RegistryError.schemaNotFound(nearest: try NearestMiss(plan, in: state, includeDeleted, mirror))
        }
    }

    /// As `sluice.registry_find` looks for it: the same content, else the newest that has what is given.
    private func find(
        _ plan: RegistrationPlan, in state: SubjectState, _ includeDeleted: Bool
    ) throws -> StoredVersion? {
        let entries = state.entries(withTextHash: plan.textHash).filter { includeDeleted || !$0.isDeleted }
        guard !entries.isEmpty else { return nil }
        let versions = try mirror.versions(entries, of: state.subject)
        return versions.last { $0.schema.content == plan.content }
            ?? versions.last { version in
                let (given, content) = (plan.given, version.schema.content)
                return given.type == content.type && given.text == content.text
                    && given.references == content.references
                    && (given.metadata == nil || given.metadata == content.metadata)
                    && (given.ruleSet == nil || given.ruleSet == content.ruleSet)
            }
    }

    // MARK: Compatibility

    /// What a schema is compared with.
    enum Opponent: Sendable {
        case version(VersionName)
        /// What the level asks for: the latest version, or all.
        case level
    }

    /// Whether a schema would be accepted under a subject.
    ///
    /// - Parameters:
    ///   - policies: each gets a verdict, in their order; empty stands for the one in force.
    ///   - proves: whether a record is looked for that shows the verdict, or contradicts it.
    /// - Throws: 40402 if a version is named by a number that is not there; 42201.
    func verdicts(
        _ request: SchemaRequest, under subject: SubjectName, with opponent: Opponent, normalize: Bool,
        policies: [CompatibilityPolicy] = [], proves: Bool = false
    ) throws(RegistryError) -> [CompatibilityVerdict] {
        let state = try mirror.subject(try aliased(subject)).state
        var config = state.settings.config
        return try reading {
            var only: SubjectState.Entry?
            switch opponent {
            case .version(.number(let number)):
                guard let found = state.entry(number), !found.isDeleted else {
                    throw RegistryError.versionNotFound(number)
                }
                only = found
            case .version(.latest): only = state.latest
            case .level: break
            }
            // What is judged is what a registration would store, with the metadata that it would get.
            let plan = try RegistrationPlan(request, state, normalize: normalize, mirror)
            let parser = SchemaParser(source: mirror, context: state.subject.context, allowsDeleted: false)
            for reference in plan.content.references { try parser.check(reference) }
            // One version is named, so there is no other to compare with, and no group that could leave it out.
            var compared = state
            if case .version = opponent {
                compared = state.having(only.map { [$0] } ?? [])
                config.compatibilityGroup = nil
            }
            let asked: [CompatibilityPolicy?] = policies.isEmpty ? [nil] : policies
            return try asked.map {
                try Self.verdict(
                    plan.parsed, plan.content, after: compared, config, policy: $0, proves: proves, parser)
            }
        }
    }
}
