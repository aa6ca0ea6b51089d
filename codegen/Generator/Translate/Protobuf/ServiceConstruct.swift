// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A service → an enum with a typed description of each method.
struct ServiceConstruct {
    let service: ServiceModel

    func declaration() -> TypeDeclaration {
        let name = Declaration.property(
            Property(
                doc: ["The full name."], isStatic: true, isConstant: true, name: "name",
                value: .initialised(.string(service.fullName))))
        return TypeDeclaration(
            kind: .enumeration,
            doc: Doc.protobuf(
                service.doc, "service", ".\(service.fullName)", isDeprecated: service.proto.isDeprecated),
            name: .named(service.swiftName), members: [name] + service.methods.map(method))
    }

    private func method(_ method: ServiceModel.Method) -> Declaration {
        var arguments: [Expression.Argument] = [
            .init("service", .string(service.fullName)), .init("name", .string(method.proto.name)),
        ]
        if method.proto.streamsInput { arguments.append(.init("streamsInput", .boolean(true))) }
        if method.proto.streamsOutput { arguments.append(.init("streamsOutput", .boolean(true))) }
        let type = TypeExpression.generic(
            "MethodDescription", [.type(TypeExpression(method.input)), .type(TypeExpression(method.output))])
        return .property(
            Property(
                doc: Doc.comment(method.doc), isDeprecated: method.proto.isDeprecated, isStatic: true, isConstant: true,
                name: method.swiftName, value: .initialised(.make(type, arguments))))
    }
}
