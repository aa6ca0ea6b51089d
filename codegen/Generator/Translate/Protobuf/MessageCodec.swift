// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A message → its codec: the members that `ProtobufCodable` asks for.
struct MessageCodec {
    let message: MessageModel

    func members() -> [Declaration] {
        var members = [
            Declaration.property(
                Property(
                    isStatic: true, name: "protobufName", type: .named("String"),
                    value: .computed([.expression(.string(String(message.proto.fullName.dropFirst())))]))),
            decoder(), encoder(),
        ]
        if !WellKnownTypes.hasOwnJSON(message.proto.fullName) { members += MessageJSON(message: message).members() }
        if message.mayLackFields { members.append(requirement()) }
        return members
    }

    /// One `switch` on the whole tag.
    private func decoder() -> Declaration {
        var cases = message.members.flatMap { member -> [SwitchCase] in
            switch member {
            case .field(let field): FieldConstructs.construct(field).decoding
            case .oneof(let oneof):
                oneof.fields.flatMap { FieldConstructs.construct($0, oneof: oneof).decoding }
            }
        }
        cases.append(
            SwitchCase(
                pattern: .otherwise,
                body: [
                    .expression(
                        .attempt(
                            .call(
                                .reader, "keep",
                                [.init(nil, .name("tag")), .init("in", .reference(.name("unknownFields")))])))
                ]))
        return .function(
            Function(
                isMutating: true, name: "merge",
                parameters: [
                    .init(label: "from", name: "reader", passing: .inPlace, type: .named("ProtobufReader"))
                ], errors: .codecError,
                body: [
                    .loop(
                        binding: "tag", .attempt(.call(.reader, "nextTag")), [.switch(.name("tag"), cases)])
                ]))
    }

    /// The fields from the last number to the first.
    private func encoder() -> Declaration {
        var body = [Statement.expression(.call(.writer, "unknown", [.init(nil, .name("unknownFields"))]))]
        var run: (oneof: OneofModel, fields: [MessageField])?
        func finishRun() {
            if let run { body.append(OneofConstruct(oneof: run.oneof).encoding(run.fields)) }
            run = nil
        }
        for (field, oneof) in fieldsByNumber.reversed() {
            guard let oneof else {
                finishRun()
                if let statement = FieldConstructs.construct(field).encoding { body.append(statement) }
                continue
            }
            if run?.oneof.name != oneof.name { finishRun() }
            run = (oneof, (run?.fields ?? []) + [field])
        }
        finishRun()
        return .function(
            Function(
                name: "encode",
                parameters: [
                    .init(label: "into", name: "writer", passing: .inPlace, type: .named("ProtobufWriter"))
                ], body: body))
    }

    private var fieldsByNumber: [(field: MessageField, oneof: OneofModel?)] {
        message.members.flatMap { member -> [(field: MessageField, oneof: OneofModel?)] in
            switch member {
            case .field(let field): [(field, nil)]
            case .oneof(let oneof): oneof.fields.map { ($0, oneof) }
            }
        }.sorted { $0.field.proto.number < $1.field.proto.number }
    }

    /// Looks for required fields that are not there, here and in the messages within.
    private func requirement() -> Declaration {
        func found(_ path: Expression) -> Statement { .ifPresent(binding: "path", path, [.return(.name("path"))]) }
        var body: [Statement] = []
        if !message.required.isEmpty {
            let names = message.required.map { Expression.string($0.proto.name) }
            body.append(found(.call(.name("requiredFields"), "firstMissing", [.init("of", .array(names))])))
        }
        for field in message.fields where ValueConstruct(value: field.value).isMessage {
            let construct = FieldConstructs.construct(field)
            body.append(
                found(
                    .call(
                        .type(.named("ProtobufRequiredFields")), "missing",
                        [.init("in", construct.own), construct.place])))
        }
        return .function(
            Function(
                name: "missingRequiredField", result: .optional(.named("String")),
                body: body + [.return(Expression.none)]))
    }
}
