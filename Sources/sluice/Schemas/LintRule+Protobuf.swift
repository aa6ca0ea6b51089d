// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The rules of Avro that Protobuf has too keep their ids: whoever disables one disables both.
extension LintRule {
    static let protobuf: [LintRule] = [
        shared(
            "lint/field-doc", mending: "Say in a comment above the field what it means.",
            check: protobufElements { element in
                element.kind == .field && !element.hasComment ? "The field `\(element.path)` has no comment." : nil
            }),
        shared(
            "lint/field-name", mending: "Rename the field; the number keeps it compatible in binary.",
            check: protobufElements { element in
                element.kind == .field && !NameStyle.isLowerSnake(element.name)
                    ? "The field `\(element.path)` is not in lower_snake_case." : nil
            }),
        shared(
            "lint/type-name", mending: "Rename the type before it is registered.",
            check: protobufElements { element in
                guard element.kind == .message || element.kind == .enumeration else { return nil }
                let what = element.kind == .message ? "message" : "enum"
                return NameStyle.isUpperCamel(element.name)
                    ? nil : "The \(what) `\(element.path)` is not in UpperCamelCase."
            }),
        shared(
            "lint/namespace", mending: "Declare a package, such as the team's.",
            check: { file in
                guard let outline = file.protobuf, outline.package == nil else { return [] }
                return [Problem(message: "The file has no package.", place: .start)]
            }),
        shared(
            "lint/reserved-word", mending: "Choose a name that says more, such as `order_id` for `order`.",
            check: protobufElements { element in
                element.kind == .field && NameStyle.reserved.contains(element.name.lowercased())
                    ? "The field `\(element.path)` has the name of a reserved word." : nil
            }),
        LintRule(
            id: "lint/enum-zero", summary: "The first value of a Protobuf enum is ENUM_NAME_UNSPECIFIED.",
            why: "A reader gets the first value where none was written, and can't tell it from a choice.",
            mending: "Put a value ENUM_NAME_UNSPECIFIED = 0 first.",
            check: protobufElements { element in
                guard element.kind == .value, element.isFirst else { return nil }
                let parts = element.path.split(separator: ".")
                let type = parts.dropLast().last.map(String.init) ?? ""
                let expected = NameStyle.upperSnake(type) + "_UNSPECIFIED"
                return element.name == expected
                    ? nil : "The first value of the enum `\(type)` is `\(element.name)`, not `\(expected)`."
            }),
    ]

    private static func shared(
        _ id: String, mending: String, check: @escaping @Sendable (LintedFile) -> [Problem]
    ) -> LintRule {
        let rule = avro.first { $0.id == id }
        return LintRule(id: id, summary: rule?.summary ?? id, why: rule?.why ?? "", mending: mending, check: check)
    }

    private static func protobufElements(
        _ check: @escaping @Sendable (ProtobufOutline.Element) -> String?
    ) -> @Sendable (LintedFile) -> [Problem] {
        { file in
            (file.protobuf?.elements ?? []).compactMap { element in
                check(element).map {
                    Problem(
                        message: $0, place: .init(line: element.line, column: element.column, path: element.path))
                }
            }
        }
    }
}
