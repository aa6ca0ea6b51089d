// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A message → a struct.
struct MessageConstruct {
    let message: MessageModel

    var swiftType: TypeExpression { TypeExpression(message.name) }

    func declaration() -> TypeDeclaration {
        var members = message.members.flatMap(properties)
        members.append(
            .property(
                Property(
                    name: "unknownFields", value: .initialised(.make(.named("ProtobufUnknownFields"))))))
        if !message.required.isEmpty {
            members.append(
                .property(
                    Property(
                        access: .private, name: "requiredFields",
                        value: .initialised(.make(.named("ProtobufRequiredFields"))))))
        }
        members.append(.function(Function(doc: emptyDoc, body: [])))
        members += memberwise()
        members += oneofs.flatMap { $0.accessors() }
        members += message.fields.compactMap(withDefault)
        members += oneofs.map { .type($0.declaration()) }
        members += message.extensions.map { ExtensionConstruct(model: $0).declaration() }
        members += message.messages.map { .type(MessageConstruct(message: $0).declaration()) }
        members += message.enumerations.map { .type(ProtobufEnumConstruct(enumeration: $0).declaration()) }
        return TypeDeclaration(
            kind: .structure,
            doc: Doc.protobuf(message.doc, "message", message.proto.fullName, isDeprecated: message.proto.isDeprecated),
            name: .named(message.name.last), conformances: [.named("ProtobufCodable")], members: members)
    }

    private var emptyDoc: Documentation {
        message.required.isEmpty ? [] : ["The message without its required fields: set them before it is encoded."]
    }

    private var oneofs: [OneofConstruct] {
        message.members.compactMap { member in
            guard case .oneof(let oneof) = member else { return nil }
            return OneofConstruct(oneof: oneof)
        }
    }

    private func properties(_ member: MessageModel.Member) -> [Declaration] {
        switch member {
        case .oneof(let oneof): return [OneofConstruct(oneof: oneof).property()]
        case .field(let field):
            let construct = FieldConstructs.construct(field)
            let stored = Property(
                doc: Doc.comment(field.doc), wrapper: field.isBoxed ? "BoxedOptional" : nil, name: field.swiftName,
                type: construct.swiftType,
                value: construct.initialValue.map { .initialised($0) } ?? .stored)
            guard field.proto.isDeprecated else { return [.property(stored)] }
            var behind = stored
            behind.doc = []
            behind.access = .private
            behind.name = construct.storage
            let front = Property(
                doc: stored.doc, isDeprecated: true, name: field.swiftName, type: stored.type,
                value: .accessors(
                    get: [.return(.name(construct.storage))],
                    set: [.assign(.name(construct.storage), .name("newValue"))]))
            return [.property(behind), .property(front)]
        }
    }

    /// An initialiser with a parameter for each property that is not deprecated.
    private func memberwise() -> [Declaration] {
        let parameters = message.members.compactMap { member -> Function.Parameter? in
            switch member {
            case .oneof(let oneof):
                return .init(
                    label: oneof.swiftName, name: oneof.swiftName, type: .optional(TypeExpression(oneof.name)),
                    defaultValue: Expression.none)
            case .field(let field):
                guard !field.proto.isDeprecated || field.shape == .required else { return nil }
                let construct = FieldConstructs.construct(field)
                let initial = construct.initialValue ?? Expression.none
                return .init(
                    label: field.swiftName, name: field.swiftName, type: construct.swiftType,
                    defaultValue: field.shape == .required ? nil : initial)
            }
        }
        guard !parameters.isEmpty else { return [] }
        let storage = Dictionary(
            message.fields.map { ($0.swiftName, FieldConstructs.construct($0).storage) },
            uniquingKeysWith: { a, _ in a })
        var body: [Statement] = parameters.map {
            .assign(.member(.name("self"), storage[$0.name] ?? $0.name), .name($0.name))
        }
        if !message.required.isEmpty {
            body.append(
                .assign(
                    .name("requiredFields"),
                    .make(.named("ProtobufRequiredFields"), [.init("isComplete", .boolean(true))])))
        }
        return [.function(Function(parameters: parameters, body: body))]
    }

    /// The value of an optional field of proto2, or the default that the file gives it.
    private func withDefault(_ field: MessageField) -> Declaration? {
        guard field.shape == .optional || field.shape == .branch, !field.proto.isDeprecated,
            let value = ValueConstruct(value: field.value).defaultValue(field)
        else { return nil }
        return .property(
            Property(
                doc: ["`\(field.swiftName)`, or the default of the schema where it is nil."],
                name: "\(field.swiftName)OrDefault", type: ValueConstruct(value: field.value).swiftType,
                value: .computed([.expression(.coalesce(.own(field.swiftName), value))])))
    }
}
