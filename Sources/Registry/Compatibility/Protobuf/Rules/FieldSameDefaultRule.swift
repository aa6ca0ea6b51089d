// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameDefault = ProtobufRule(
        "FIELD_SAME_DEFAULT", "A field's default stays.", mending: "Keep the default.", policies: .everything
    ) { pair in
        pair.fields.compactMap { fields -> ProtobufFinding? in
            guard fields.old.kind != .message, fields.new.kind != .message,
                fields.old.label != .repeated, fields.new.label != .repeated
            else { return nil }
            let before = fields.old.defaultText(in: pair.old)
            let after = fields.new.defaultText(in: pair.new)
            guard before != after else { return nil }
            return pair.finding(
                fields, ProtobufSourceMap.Part.fieldDefault,
                description: "The default of \(pair.name(fields)) has changed from \(before) to \(after)",
                why:
                    "A message that does not set the field means \(before) for who has the old schema, and \(after) for "
                    + "who has the new one.",
                remedy: "Keep the default \(before), or add a field with a new number.")
        }
    }
}

extension ProtobufField {
    /// The default as it is written; "zero" if it is the type's, so that writing that out changes nothing, and neither
    /// does another type, which is another rule's.
    fileprivate func defaultText(in schema: ProtobufSchema) -> String {
        switch kind {
        case .string, .bytes: defaultValue.flatMap { $0.isEmpty ? nil : "\"\($0)\"" } ?? "zero"
        case .bool: defaultValue == "true" ? "true" : "zero"
        case .enumeration: enumDefault(in: schema)
        case .float, .double: defaultValue.map { Double($0) == 0 ? "zero" : $0 } ?? "zero"
        case .message, .group: "zero"
        default: defaultValue == "0" ? "zero" : defaultValue ?? "zero"
        }
    }

    /// An enum's default is its first value if the field has none.
    private func enumDefault(in schema: ProtobufSchema) -> String {
        let values = schema.enumeration(named: typeName)?.values ?? []
        let value = defaultValue.map { name in values.first { $0.name == name } } ?? values.first
        guard let value, value.number != 0 else { return "zero" }
        return String(value.number)
    }
}
