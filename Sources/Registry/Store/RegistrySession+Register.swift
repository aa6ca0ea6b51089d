// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats

/// What is to be registered, and the state of the subject that it was checked against.
struct RegistrationProposal {
    let subject: SubjectName
    /// What is stored: with default and override metadata and rules.
    let content: SchemaContent
    /// What the request brought: what is not given means any.
    let given: SchemaContent
    /// Chosen by the request, in mode IMPORT only.
    let id: Int?
    let version: Int?
    /// Nil registers nothing: it only looks for what is there.
    let checkedAgainst: SubjectState?
    let actor: Actor
}

/// What became of a proposal; the cases are those of `sluice.registry_register`.
enum RegistrationOutcome {
    case known(version: Int, schemaID: Int)
    case unknown
    case new(SubjectState.Entry, isNewSchema: Bool, revision: Int64)
    case stale
    case versionMismatch(next: Int)
    case versionTaken
    case idMismatch(id: Int)
    case idTaken
    case noReference
}

// Writing versions.
extension RegistrySession {
    /// Waits until no other transaction changes this subject or the settings of this place, in whichever process, and
    /// keeps others waiting until this transaction ends.
    func lock(_ subject: SubjectName) throws {
        try connection.queryPrepared("SELECT sluice.registry_lock($1, $2)", subject.parameters)
    }

    /// Registers in one round trip; in a transaction, or as one of its own.
    func register(_ proposal: RegistrationProposal) throws -> RegistrationOutcome {
        let (content, given) = (proposal.content, proposal.given)
        let (fingerprint, textFingerprint) = (content.fingerprint, content.textFingerprint)
        let targets = content.references.map {
            (SubjectName($0.subject, in: proposal.subject.context), $0.version)
        }
        let row = try connection.queryPrepared(
            """
            SELECT * FROM sluice.registry_register(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            """,
            proposal.subject.parameters + [
                .text(content.type.rawValue), .text(content.text),
                .json(JSONValue.array(content.references.map(\.json)).text()),
                content.metadata.map { .json($0.text()) } ?? .null,
                content.ruleSet.map { .json($0.text()) } ?? .null,
                .bytes(fingerprint), .bytes(textFingerprint), .text(SchemaGUID.text(fingerprint: fingerprint)),
                .optional(given.metadata?.text()), .optional(given.ruleSet?.text()),
                .textArray(targets.map(\.0.context)), .textArray(targets.map(\.0.name)), .intArray(targets.map(\.1)),
                .optional(proposal.id.map { Int64($0) }), .optional(proposal.version.map { Int64($0) }),
                .optional(proposal.checkedAgainst?.revision), .optional(proposal.checkedAgainst?.settings.stamp),
                .text(proposal.actor.name), .text(proposal.actor.remoteAddress),
            ]
        ).one()
        func version() throws -> Int { Int(try row["version"].int) }
        func schemaID() throws -> Int { Int(try row["schema_id"].int) }
        switch try row["outcome"].text {
        case "known": return .known(version: try version(), schemaID: try schemaID())
        case "unknown": return .unknown
        case "stale": return .stale
        case "version-mismatch": return .versionMismatch(next: try version())
        case "version-taken": return .versionTaken
        case "id-mismatch": return .idMismatch(id: try schemaID())
        case "id-taken": return .idTaken
        case "no-reference": return .noReference
        case "new":
            return .new(
                SubjectState.Entry(
                    version: try version(), schemaID: try schemaID(), isDeleted: false,
                    createdAt: try row["created_at"].timestampMicros,
                    textHash: SubjectState.textHash(textFingerprint)),
                isNewSchema: try row["is_new_schema"].bool, revision: try row["revision"].int)
        case let other: throw RegistryError.storeFailed("registration ended with an unknown outcome, \"\(other)\"")
        }
    }
}
