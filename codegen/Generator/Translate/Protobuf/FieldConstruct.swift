// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// How one kind of field becomes a property, and how it is read and written.
///
/// One file a kind; `FieldConstructs` finds the one for a field.
protocol FieldConstruct {
    var field: MessageField { get }
    /// The property's type.
    var swiftType: TypeExpression { get }
    /// What the property has in an empty message; nil where Swift has it anyway.
    var initialValue: Expression? { get }
    /// What reads it, by tag.
    var decoding: [SwitchCase] { get }
    /// What writes it; nil for a oneof's field, which the oneof writes.
    var encoding: Statement? { get }
    /// What reads it from JSON.
    var jsonDecoding: [Statement] { get }
    /// What writes it as JSON; nil for a oneof's field.
    var jsonEncoding: Statement? { get }
}

enum FieldConstructs {
    static func construct(_ field: MessageField, oneof: OneofModel? = nil) -> any FieldConstruct {
        switch field.shape {
        case .implicit, .optional, .required: SingularField(field: field)
        case .branch: OneofBranch(field: field, property: oneof?.swiftName ?? "")
        case .repeated(let isPacked): RepeatedField(field: field, isPacked: isPacked)
        case .map(let key): MapField(field: field, key: key)
        }
    }
}

extension FieldConstruct {
    var value: ValueConstruct { ValueConstruct(value: field.value) }

    /// Where the value is kept: a deprecated property has another one behind it, so that generated code uses no deprecated
    /// one.
    var storage: String {
        field.proto.isDeprecated && field.shape != .branch
            ? "stored" + field.swiftName.prefix(1).uppercased() + field.swiftName.dropFirst() : field.swiftName
    }

    var own: Expression { .own(storage) }

    var place: Expression.Argument { .init("at", .string(field.proto.name)) }
    var number: Expression.Argument { .init("field", .integer(String(field.proto.number))) }
    var keeping: Expression.Argument { .init("keeping", .reference(.name("unknownFields"))) }

    var jsonName: Expression.Argument { .init(nil, .string(field.proto.jsonName)) }

    func tag(_ wireType: UInt32) -> SwitchCase.Pattern { .integer(field.proto.number << 3 | Int(wireType)) }

    /// `try reader.closed(…)`: nil for a number without a name.
    func readClosed(_ type: TypeExpression) -> Expression {
        .attempt(.call(.reader, "closed", [.init(nil, .member(.type(type), "self")), keeping, place]))
    }
}
