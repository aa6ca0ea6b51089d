// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A parameter of a query.
struct RegistryParameter: Sendable, Hashable {
    let name: String
    let summary: String
    let shape: JSONValue
    /// Whether it may be given more than once.
    var isRepeated = false

    private static func flag(_ name: String, _ summary: String) -> RegistryParameter {
        // Read in any case: Python clients send False.
        .init(
            name: name, summary: summary,
            shape: ["type": "string", "pattern": "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$", "default": "false"])
    }

    private static func text(_ name: String, _ summary: String) -> RegistryParameter {
        .init(name: name, summary: summary, shape: ["type": "string"])
    }

    private static func number(_ name: String, _ summary: String, default preset: Int) -> RegistryParameter {
        .init(
            name: name, summary: summary,
            shape: [
                "type": "integer", "format": "int32", "minimum": -1, "maximum": .init(integerLiteral: Int(Int32.max)),
                "default": .init(integerLiteral: preset),
            ])
    }

    // MARK: Which versions

    static let deleted = flag("deleted", "Whether softly deleted ones are included.")
    static let deletedOnly = flag("deletedOnly", "Only softly deleted ones. Read as deleted_only too.")
    static let deletedAsNegative = flag(
        "deletedAsNegative", "Whether deleted versions are included, as negative numbers.")
    static let latestOnly = flag("latestOnly", "Only the newest version of each subject.")
    static let subject = text("subject", "The subject that must have it; `:.ctx:` names a context alone.")
    static let subjectPrefix = text(
        "subjectPrefix",
        "What the subjects begin with; `:*:` is all contexts. `/subjects` reads it as subject too.")
    static let contextPrefix = text("contextPrefix", "What the contexts begin with.")
    static let aliases = flag(
        "aliases",
        "Whether the subjects that are led to a listed one by their alias are told, as aliases; what such a subject of "
            + "the scope is led to is listed too.")
    static let key = RegistryParameter(
        name: "key", summary: "A metadata property; each has a value at the same place.", shape: ["type": "string"],
        isRepeated: true)
    static let value = RegistryParameter(
        name: "value", summary: "What the property of the same place must be.", shape: ["type": "string"],
        isRepeated: true)

    static let auditedSubject = text("subject", "The subject whose changes are told; `:.ctx:` is a whole context.")
    static let after = text("after", "The position of the last event that is known; 0-0 is before all.")
    static let asOf = text(
        "asOf", "The time whose state is told: RFC 3339, or milliseconds since 1970. What was deleted since is there.")

    // MARK: Pages

    static let offset = number("offset", "How many are left out first.", default: 0)
    static let limit = number("limit", "How many at most; -1 is all.", default: -1)
    static let pageLimit = number("limit", "How many at most; never more than 1,000.", default: 1000)

    // MARK: How schemas are read and written

    static let normalize = flag("normalize", "Whether the schema is brought into normal form first.")
    static let format = text(
        "format",
        "`resolved` (AVRO: references written out) or `serialized` (PROTOBUF: the descriptor in base64). Others are "
            + "ignored.")
    static let referenceFormat = text(
        "referenceFormat",
        "`qualified` writes the subjects of references with their context. Read as reference_format too.")
    static let fetchMaxID = flag("fetchMaxId", "Whether the highest id is told, as maxId.")
    static let verbose = flag("verbose", "Whether the reasons are told, as messages.")
    static let policy = RegistryParameter(
        name: "policy", summary: "The rules to compare by, each with a verdict; else those in force.",
        shape: .choice(CompatibilityPolicy.allCases.map(\.rawValue)), isRepeated: true)

    // MARK: What may be done

    static let permanent = flag("permanent", "Deletes for good what was softly deleted before.")
    static let dryRun = flag("dryRun", "Whether to tell what would be done, and do nothing.")
    static let defaultToGlobal = flag(
        "defaultToGlobal", "Whether what is not set is answered by what is in force from the context or the registry.")
    static let force = flag("force", "Sets the mode even though there are schemas.")
    static let forceUndelete = RegistryParameter.flag(
        "force", "Brings versions back whether they fit those that are live or not; takes the right to administer.")
    static let recursive = flag("recursive", "Whether the settings of the subjects below are removed too.")
}
