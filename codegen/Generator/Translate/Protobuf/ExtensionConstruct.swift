// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A field that extends a message → a static constant, by which the message gives and takes its value.
struct ExtensionConstruct {
    let model: ExtensionModel

    func declaration() -> Declaration {
        let value = ValueConstruct(value: model.value)
        let kind = model.proto.label == .repeated ? "ProtobufRepeatedExtension" : "ProtobufExtension"
        var arguments: [Expression.Argument] = [
            .init(nil, .string(String(model.proto.fullName.dropFirst()))),
            .init("field", .integer(String(model.proto.number))),
        ]
        if model.proto.isPacked { arguments.append(.init("isPacked", .boolean(true))) }
        let type = TypeExpression.generic(kind, [.type(TypeExpression(model.extendee)), .type(value.coding)])
        return .property(
            Property(
                doc: Doc.comment(model.doc), isDeprecated: model.proto.isDeprecated, isStatic: true, isConstant: true,
                name: model.swiftName, value: .initialised(.make(type, arguments))))
    }

    /// The extensions that a file declares outside of messages.
    static func scope(_ name: String, _ models: [ExtensionModel], file: String) -> TypeDeclaration {
        TypeDeclaration(
            kind: .enumeration, doc: ["The fields by which `\(file)` extends messages."], name: .named(name),
            members: models.map { ExtensionConstruct(model: $0).declaration() })
    }
}
