// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension LintRule {
    static let avro: [LintRule] = [
        LintRule(
            id: "lint/field-doc", summary: "Every field has a doc.",
            why: "Whoever uses the data has only the schema to learn what the field means.",
            mending: "Say in `doc` what the field means, with its unit, and when it is missing.",
            check: avroFields { field in
                hasText(field.json["doc"]) ? nil : "The field `\(field.name)` has no doc."
            }),
        LintRule(
            id: "lint/type-doc", summary: "The schema's own type has a doc.",
            why: "The catalogue shows it as what the event or record is.",
            mending: "Say in `doc` when this happens, or what this is.",
            check: { file in
                guard let root = file.avro?.definitions.first, root.pointer.tokens.isEmpty, !hasText(root.json["doc"])
                else { return [] }
                return [problem(file, "The \(root.kind) `\(root.name)` has no doc.", at: root.pointer)]
            }),
        LintRule(
            id: "lint/field-name", summary: "Fields are named in lower_snake_case.",
            why: "Names become columns, and SQL folds the case of names that are not quoted.",
            mending: "Rename the field; keep the old name as an alias if the schema is registered.",
            check: avroFields { field in
                NameStyle.isLowerSnake(field.name) ? nil : "The field `\(field.name)` is not in lower_snake_case."
            }),
        LintRule(
            id: "lint/type-name", summary: "Types are named in UpperCamelCase.",
            why: "Names become types in generated code.",
            mending: "Rename the type; keep the old full name as an alias if the schema is registered.",
            check: avroDefinitions { definition in
                let name = AvroTypeNames.simple(definition.name)
                return NameStyle.isUpperCamel(name) ? nil : "The \(definition.kind) `\(name)` is not in UpperCamelCase."
            }),
        LintRule(
            id: "lint/namespace", summary: "The schema has a namespace or a package.",
            why: "Types of different teams have the same names sooner or later.",
            mending: "Declare a namespace, such as the team's.",
            check: { file in
                guard let root = file.avro?.definitions.first, root.pointer.tokens.isEmpty, !root.name.contains("."),
                    !hasText(root.json["namespace"])
                else { return [] }
                return [problem(file, "The \(root.kind) `\(root.name)` has no namespace.", at: root.pointer)]
            }),
        LintRule(
            id: "lint/timestamp-type", summary: "A field that is named like a time has a logical type of time.",
            why: "A bare number does not say its unit or its zone, and every reader guesses.",
            mending: "Use {\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}, or `date` for days.",
            check: avroFields { field in
                guard isNamedLikeTime(field.name),
                    let bare = field.branches.first(where: { ["int", "long", "string"].contains($0) }),
                    case .string(let type) = bare
                else { return nil }
                return "The field `\(field.name)` is named like a time, and is a bare \(type)."
            }),
        LintRule(
            id: "lint/enum-default", summary: "Every enum has a default.",
            why: "Without one, a symbol that is added later can't be read by those who have this schema.",
            mending: "Add a symbol such as `unknown`, and name it as the `default`.",
            check: avroDefinitions { definition in
                definition.kind != "enum" || definition.json["default"] != nil
                    ? nil : "The enum `\(AvroTypeNames.simple(definition.name))` has no default."
            }),
        LintRule(
            id: "lint/optional-default", summary: "A field that may be null has null first, and null as its default.",
            why: "Without a default the field can be neither added nor removed later.",
            mending: "Write [\"null\", …] as the type, and \"default\": null.",
            check: avroFields { field in
                guard case .array(let branches)? = field.json["type"], branches.contains("null"),
                    field.json["default"] == nil
                else { return nil }
                return "The field `\(field.name)` may be null, and has no default."
            }),
        LintRule(
            id: "lint/reserved-word", summary: "No field is named by a reserved word.",
            why: "It would have to be quoted in SQL, or renamed in generated code, everywhere.",
            mending: "Choose a name that says more, such as `order_id` for `order`.",
            check: avroFields { field in
                NameStyle.reserved.contains(field.name.lowercased())
                    ? "The field `\(field.name)` has the name of a reserved word." : nil
            }),
        LintRule(
            id: "lint/event-name", summary: "The record of an event type has the event type's name in UpperCamelCase.",
            why: "Both names are searched for, and generated code has the record's.",
            mending: "Rename the record, or the file.",
            check: { file in
                guard let type = file.file.eventType, let root = file.avro?.definitions.first,
                    root.pointer.tokens.isEmpty
                else { return [] }
                let expected = NameStyle.upperCamel(type)
                guard AvroTypeNames.simple(root.name) != expected else { return [] }
                return [
                    problem(
                        file, "The record of the event type `\(type)` is named `\(root.name)`, not `\(expected)`.",
                        at: root.pointer.appending("name"))
                ]
            }),
    ]

    private static func avroFields(
        _ check: @escaping @Sendable (AvroOutline.Field) -> String?
    ) -> @Sendable (LintedFile) -> [Problem] {
        { file in
            (file.avro?.fields ?? []).compactMap { field in
                check(field).map { problem(file, $0, at: field.pointer.appending("name")) }
            }
        }
    }

    private static func avroDefinitions(
        _ check: @escaping @Sendable (AvroOutline.Definition) -> String?
    ) -> @Sendable (LintedFile) -> [Problem] {
        { file in
            (file.avro?.definitions ?? []).compactMap { definition in
                check(definition).map { problem(file, $0, at: definition.pointer.appending("name")) }
            }
        }
    }

    private static func problem(_ file: LintedFile, _ message: String, at pointer: JSONPointer) -> Problem {
        Problem(message: message, place: .init(pointer, in: file.avro?.document))
    }

    private static func hasText(_ json: JSONValue?) -> Bool {
        guard case .string(let text)? = json else { return false }
        return text.contains { !$0.isWhitespace }
    }

    private static func isNamedLikeTime(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["timestamp", "time", "date", "ts"].contains(name)
            || ["_at", "_time", "_timestamp", "_date", "_ts"].contains(where: name.hasSuffix)
    }
}
