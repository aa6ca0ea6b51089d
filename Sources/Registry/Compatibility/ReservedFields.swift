// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Names that a subject's schemas may not use for fields, such as those of fields that are gone.
///
/// They stand in the metadata property `confluent:reserved`, separated by commas, and are looked at where `validateFields`
/// is set: whatever the level, none may be taken off the list, and the schema's outermost record or message may have no
/// field of such a name.
struct ReservedFields {
    let new: ParsedSchema
    /// The new schema as it would be stored.
    let content: SchemaContent
    /// The subject's newest version; nil if it has none.
    let previous: SchemaContent?

    private static let property = "confluent:reserved"

    /// What is wrong, names in their order.
    func differences() -> [CompatibilityDifference] {
        let names = Self.names(content)
        let removed = (previous.map(Self.names) ?? []).subtracting(names)
        return removed.sorted().map(Self.removed) + names.intersection(new.topLevelFields).sorted().map(Self.used)
    }

    private static func names(_ content: SchemaContent) -> Set<String> {
        let list = content.metadataProperty(property) ?? ""
        return Set(
            list.split(separator: ",").map { name in
                String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        ).subtracting([""])
    }

    private static func removed(_ name: String) -> CompatibilityDifference {
        CompatibilityDifference(
            rule: .reservedFieldRemoved, direction: .backward, path: "",
            description: "The new schema has reserved field \(name) removed from its metadata which is present in the "
                + "old schema's metadata.",
            why: "The name \(name) would be free again, and a field of that name would be taken for the one that was "
                + "there before.",
            remedy: "Keep \(name) in the metadata property \(property).")
    }

    private static func used(_ name: String) -> CompatibilityDifference {
        CompatibilityDifference(
            rule: .reservedFieldUsed, direction: .backward, path: "",
            description: "The new schema has field that conflicts with the reserved field \(name).",
            why: "The name \(name) is reserved by the metadata property \(property).",
            remedy: "Give the field another name.")
    }
}

extension CompatibilityRule {
    /// The rules of `validateFields`.
    static let reserved: [CompatibilityRule] = [reservedFieldRemoved, reservedFieldUsed]

    static let reservedFieldRemoved = CompatibilityRule(
        "any/reserved-field-removed", type: "RESERVED_FIELD_REMOVED",
        "Where `validateFields` is set, a name that the version before reserves in `confluent:reserved` stays reserved.",
        mending: "Keep the name in the metadata property.", policies: CompatibilityPolicy.allCases)

    static let reservedFieldUsed = CompatibilityRule(
        "any/reserved-field-used", type: "FIELD_CONFLICTS_WITH_RESERVED_FIELD",
        "Where `validateFields` is set, no field of the outermost record or message has a reserved name.",
        mending: "Give the field another name.", policies: CompatibilityPolicy.allCases)
}

extension ParsedSchema {
    /// The names of the fields of the outermost record, or of the file's first message.
    fileprivate var topLevelFields: Set<String> {
        switch self {
        case .avro(let schema): Set(schema.rootRecord?.fields.map(\.name) ?? [])
        case .protobuf(let schema): Set(schema.mainMessage?.fields.map(\.name) ?? [])
        }
    }
}
