// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A oneof → an enum with a payload for each field, nested in the message's struct, and an optional property of it.
struct OneofConstruct {
    let oneof: OneofModel

    func property() -> Declaration {
        .property(
            Property(
                doc: Doc.comment(oneof.doc), name: oneof.swiftName, type: .optional(TypeExpression(oneof.name)),
                value: .stored))
    }

    func declaration() -> TypeDeclaration {
        TypeDeclaration(
            kind: .enumeration, doc: ["The fields of `\(oneof.proto.name)`, one of which a message has."],
            name: .named(oneof.name.last), conformances: [.named("Sendable"), .named("Hashable")],
            isIndirect: oneof.isIndirect,
            cases: oneof.fields.map { field in
                EnumCase(
                    doc: Doc.comment(field.doc), name: field.swiftName,
                    payload: ValueConstruct(value: field.value).swiftType)
            })
    }

    /// Properties that look into it.
    func accessors() -> [Declaration] {
        oneof.fields.map { field in
            let cases = [
                SwitchCase(
                    pattern: .present(field.swiftName, binding: "value"), body: [.return(.name("value"))]),
                SwitchCase(pattern: .otherwise, body: [.return(.none)]),
            ]
            return .property(
                Property(
                    doc: ["Nil unless `\(oneof.swiftName)` has it."], isDeprecated: field.proto.isDeprecated,
                    name: field.swiftName, type: .optional(ValueConstruct(value: field.value).swiftType),
                    value: .computed([.switch(.own(oneof.swiftName), cases)])))
        }
    }

    /// Writes those fields of it that follow each other by number; the last first.
    func encoding(_ fields: [MessageField]) -> Statement {
        let cases = fields.map { field in
            let construct = OneofBranch(field: field, property: oneof.swiftName)
            return SwitchCase(
                pattern: .present(field.swiftName, binding: "value"),
                body: [
                    .expression(
                        .call(
                            .writer, "required",
                            [construct.value.codingArgument, .init(nil, .name("value")), construct.number]))
                ])
        }
        return encoding(cases, isWhole: fields.count == oneof.fields.count)
    }

    /// Writes the field that it has as JSON.
    func jsonEncoding() -> Statement {
        let cases = oneof.fields.map { field in
            let construct = OneofBranch(field: field, property: oneof.swiftName)
            return SwitchCase(
                pattern: .present(field.swiftName, binding: "value"),
                body: [
                    .expression(
                        .attempt(
                            .call(
                                .writer, "required",
                                [construct.value.codingArgument, .init(nil, .name("value")), construct.jsonName])))
                ])
        }
        return encoding(cases, isWhole: true)
    }

    private func encoding(_ cases: [SwitchCase], isWhole: Bool) -> Statement {
        var cases = cases
        cases.append(SwitchCase(pattern: isWhole ? .absent : .otherwise, body: [.nothing]))
        return .switch(.own(oneof.swiftName), cases)
    }
}

/// A oneof's field: reading it replaces what the oneof had; a message is merged with the same field's.
struct OneofBranch: FieldConstruct {
    let field: MessageField
    /// The oneof's.
    let property: String

    var swiftType: TypeExpression { .optional(value.swiftType) }
    var initialValue: Expression? { nil }
    var encoding: Statement? { nil }
    var jsonEncoding: Statement? { nil }

    var jsonDecoding: [Statement] {
        let read = Expression.attempt(
            .call(.reader, "value", [value.codingArgument, .init("of", .own(property))]))
        return [.ifPresent(binding: "value", read, [set(.name("value"))])]
    }

    private func set(_ value: Expression) -> Statement {
        .assign(.own(property), .call(.implicitMember(field.swiftName), [.init(nil, value)]))
    }

    /// What the oneof has of the same field.
    private var earlier: Expression { .own(field.swiftName) }

    var decoding: [SwitchCase] {
        let body: Statement
        if let closed = value.closedEnum {
            body = .ifPresent(binding: "value", readClosed(closed), [set(.name("value"))])
        } else if value.isMessage {
            body = set(
                .attempt(.call(.reader, "value", [value.codingArgument, .init("merging", earlier), place])))
        } else {
            body = set(.attempt(.call(.reader, "value", [value.codingArgument, place])))
        }
        return [SwitchCase(pattern: tag(value.wireType), body: [body])]
    }
}
