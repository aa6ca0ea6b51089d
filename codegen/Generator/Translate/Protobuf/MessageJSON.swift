// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A message → what ProtoJSON asks for: the names of its fields, and functions that read and write them.
struct MessageJSON {
    let message: MessageModel

    func members() -> [Declaration] { [names(), decoder(), encoder()] }

    private func names() -> Declaration {
        let fields = message.fields.map { field in
            Expression.tuple([
                .init(nil, .integer(String(field.proto.number))), .init(nil, .string(field.proto.name)),
                .init(nil, field.proto.jsonName == field.proto.name ? .none : .string(field.proto.jsonName)),
            ])
        }
        return .property(
            Property(
                isStatic: true, isConstant: true, name: "protobufFields",
                value: .initialised(.make(.named("ProtobufFieldNames"), [.init(nil, .array(fields))]))))
    }

    private func decoder() -> Declaration {
        var cases = message.members.flatMap { member -> [SwitchCase] in
            switch member {
            case .field(let field): [self.case(field, FieldConstructs.construct(field))]
            case .oneof(let oneof):
                oneof.fields.map { self.case($0, FieldConstructs.construct($0, oneof: oneof)) }
            }
        }
        cases.append(SwitchCase(pattern: .otherwise, body: [.nothing]))
        return .function(
            Function(
                isMutating: true, name: "merge",
                parameters: [
                    .init(label: "field", name: "number", type: .named("Int")),
                    .init(label: "from", name: "reader", passing: .inPlace, type: .named("ProtobufJSONReader")),
                ], errors: .codecError, body: message.fields.isEmpty ? [] : [.switch(.name("number"), cases)]))
    }

    private func `case`(_ field: MessageField, _ construct: any FieldConstruct) -> SwitchCase {
        SwitchCase(pattern: .integer(field.proto.number), body: construct.jsonDecoding)
    }

    private func encoder() -> Declaration {
        let body = message.members.compactMap { member -> Statement? in
            switch member {
            case .field(let field): FieldConstructs.construct(field).jsonEncoding
            case .oneof(let oneof): OneofConstruct(oneof: oneof).jsonEncoding()
            }
        }
        return .function(
            Function(
                name: "encodeFields",
                parameters: [
                    .init(label: "into", name: "writer", passing: .inPlace, type: .named("ProtobufJSONWriter"))
                ], errors: .codecError, body: body))
    }
}
