// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What a request would register under a subject: its schema understood, and what the settings add to it.
struct RegistrationPlan {
    /// What the request brought, in the form that is stored.
    let given: SchemaContent
    /// What is stored: metadata and rules are the request's, else those of the newest version; below them the default
    /// ones of the settings, above them the override ones.
    let content: SchemaContent
    let parsed: ParsedSchema
    let textHash: Int64
    private let subject: SubjectName

    /// Reads references also of deleted versions: whether the subject has the content does not depend on them.
    init(
        _ request: SchemaRequest, _ state: SubjectState, normalize: Bool, _ source: any SchemaSource
    ) throws {
        let config = state.settings.config
        subject = state.subject
        var parser = SchemaParser(source: source, context: subject.context, allowsDeleted: true)
        // What is imported stays as it was elsewhere.
        let isImported = state.settings.mode == .importing
        (given, parsed) = try parser.prepare(
            request, normalize: normalize || (config.normalize ?? false && !isImported))
        textHash = SubjectState.textHash(given.textFingerprint)
        var content = given
        if !isImported {
            if content.metadata == nil || content.ruleSet == nil {
                let previous = try source.version(state.latest, of: subject)?.schema.content
                content.metadata = content.metadata ?? previous?.metadata
                content.ruleSet = content.ruleSet ?? previous?.ruleSet
            }
            content.metadata = SchemaMetadata.merge(
                SchemaMetadata.merge(config.defaultMetadata, content.metadata), config.overrideMetadata)
            content.ruleSet = SchemaRuleSet.merge(
                SchemaRuleSet.merge(config.defaultRuleSet, content.ruleSet), config.overrideRuleSet)
        }
        self.content = content
    }

    func proposal(
        _ request: SchemaRequest, checkedAgainst state: SubjectState?, by actor: Actor
    ) -> RegistrationProposal {
        RegistrationProposal(
            subject: subject, content: content, given: given, id: request.id, version: request.version,
            checkedAgainst: state, actor: actor)
    }

    /// The schema as it was stored with a new version.
    func schema(_ entry: SubjectState.Entry) -> StoredSchema {
        StoredSchema(
            context: subject.context, id: entry.schemaID, guid: SchemaGUID.text(fingerprint: content.fingerprint),
            content: content, createdAt: entry.createdAt)
    }
}

/// Reads in a transaction: subjects as the transaction sees them, schemas from memory where they are there.
///
/// What it reads is not kept in memory: the transaction may be rolled back.
struct TransactionSource: SchemaSource {
    let session: RegistrySession
    let mirror: RegistryMirror

    func state(of subject: SubjectName) throws -> SubjectState { try session.state(of: subject) }

    func schemas(_ ids: [Int], in context: String) throws -> [Int: StoredSchema] {
        var (found, missing) = mirror.known(ids, in: context)
        guard !missing.isEmpty else { return found }
        for schema in try session.schemas(missing, in: context) { found[schema.id] = schema }
        return found
    }

    func parsed(_ schema: StoredSchema, by parse: () throws -> ParsedSchema) throws -> ParsedSchema {
        try mirror.knownParsed(schema) ?? parse()
    }
}
