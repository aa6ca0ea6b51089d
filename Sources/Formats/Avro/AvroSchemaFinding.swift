// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Something in a valid schema that has no effect, or will surprise: for linters.
public struct AvroSchemaFinding: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A logical type that does not fit its type: the specification has it ignored.
        case logicalTypeIgnored = "logical-type-ignored"
        /// A logical type that the specification does not know.
        case logicalTypeUnknown = "logical-type-unknown"
        /// A logical type that stands at the field and not within the field's type.
        case logicalTypeMisplaced = "logical-type-misplaced"
        /// An alias of a field that other fields of the record have too, as name or alias.
        case aliasAmbiguous = "alias-ambiguous"
    }

    public let kind: Kind
    /// What was found, and what to do.
    public let message: String
    public let pointer: JSONPointer
}

extension AvroSchemaParser {
    /// How many findings are kept, against texts made of nothing else.
    private static let maxFindings = 1000

    private mutating func note(_ kind: AvroSchemaFinding.Kind, _ message: String, at pointer: JSONPointer) {
        guard findings.count < Self.maxFindings else { return }
        findings.append(AvroSchemaFinding(kind: kind, message: message, pointer: pointer))
    }

    /// The valid logical type of a definition; others are noted.
    @discardableResult
    mutating func noteLogicalType(_ object: AvroSchemaObject, _ base: AvroLogicalType.Base) -> AvroLogicalType? {
        switch AvroLogicalType.read(object.json, on: base) {
        case .none: return nil
        case .valid(let type): return type
        case .unknown(let name):
            note(
                .logicalTypeUnknown, "the specification knows no logical type \"\(name)\": it is kept as an attribute",
                at: object.pointer.appending("logicalType"))
            return nil
        case .ignored(let reason):
            note(.logicalTypeIgnored, reason, at: object.pointer.appending("logicalType"))
            return nil
        }
    }

    mutating func noteMisplacedLogicalType(_ field: AvroSchemaObject) {
        guard case .string(let name)? = field.json["logicalType"] else { return }
        note(
            .logicalTypeMisplaced,
            "the logical type \"\(name)\" has no effect beside \"type\": write {\"type\": …, \"logicalType\": "
                + "\"\(name)\"} as the field's type", at: field.pointer.appending("logicalType"))
    }

    /// An alias must lead to one field only, or which of them takes a value depends on the implementation.
    mutating func noteAliases(of fields: [AvroField], at pointer: JSONPointer) {
        let names = Set(fields.map(\.name))
        var seen: Set<String> = []
        for (index, field) in fields.enumerated() {
            for (place, alias) in field.aliases.enumerated() where alias != field.name {
                guard names.contains(alias) || !seen.insert(alias).inserted else { continue }
                note(
                    .aliasAmbiguous,
                    "the alias \"\(alias)\" of the field \"\(field.name)\" belongs to another field of the record too",
                    at: pointer.appending(index).appending("aliases").appending(place))
            }
        }
    }
}
