// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// An enum → an enum; if it is open, with a case for numbers that have no name.
struct ProtobufEnumConstruct {
    let enumeration: ProtobufEnumModel

    var swiftType: TypeExpression { TypeExpression(enumeration.name) }

    private var cases: [ProtobufEnumModel.Value] { enumeration.values.filter { $0.aliased == nil } }
    private var isClosed: Bool { enumeration.proto.isClosed }

    func declaration() -> TypeDeclaration {
        var cases = cases.map { EnumCase(doc: Doc.comment($0.doc), name: $0.swiftName) }
        if !isClosed {
            cases.append(
                EnumCase(doc: ["A number that the schema has no name for."], name: "unrecognized", payload: .int32))
        }
        let aliases = enumeration.values.compactMap { value -> Declaration? in
            guard let other = value.aliased else { return nil }
            return .property(
                Property(
                    doc: Doc.comment(value.doc), isStatic: true, isConstant: true, name: value.swiftName,
                    value: .initialised(.member(.type(swiftType), other))))
        }
        return TypeDeclaration(
            kind: .enumeration,
            doc: Doc.protobuf(
                enumeration.doc, "enum", enumeration.proto.fullName, isDeprecated: enumeration.proto.isDeprecated),
            name: .named(enumeration.name.last), conformances: [.named("ProtobufEnumeration")], members: aliases,
            cases: cases)
    }

    func members() -> [Declaration] {
        let pairs = TypeExpression.tuple([("name", .named("StaticString")), ("number", .int32)])
        let names = enumeration.values.map {
            Expression.tuple([.init(nil, .string($0.proto.name)), .init(nil, .integer(String($0.proto.number)))])
        }
        return [
            .property(
                Property(
                    isStatic: true, name: "protobufName", type: .named("String"),
                    value: .computed([.expression(.string(String(enumeration.proto.fullName.dropFirst())))]))),
            .property(
                Property(
                    isStatic: true, name: "zero", type: swiftType,
                    value: .computed([.expression(.implicitMember(cases.first?.swiftName ?? ""))]))),
            .property(
                Property(
                    isStatic: true, name: "names", type: .array(pairs), value: .computed([.expression(.array(names))]))),
            fromNumber(), toNumber(),
        ]
    }

    private func fromNumber() -> Declaration {
        var cases = cases.map { value in
            SwitchCase(
                pattern: .integer(value.proto.number),
                body: [.assign(.name("self"), .implicitMember(value.swiftName))])
        }
        let other: Statement =
            isClosed
            ? .return(.none)
            : .assign(.name("self"), .call(.implicitMember("unrecognized"), [.init(nil, .name("number"))]))
        cases.append(SwitchCase(pattern: .otherwise, body: [other]))
        return .function(
            Function(
                isFailable: isClosed, parameters: [.init(label: "number", name: "number", type: .int32)],
                body: [.switch(.name("number"), cases)]))
    }

    private func toNumber() -> Declaration {
        var cases = cases.map { value in
            SwitchCase(
                pattern: .member(value.swiftName, binding: nil),
                body: [.return(.integer(String(value.proto.number)))])
        }
        if !isClosed {
            cases.append(
                SwitchCase(pattern: .member("unrecognized", binding: "number"), body: [.return(.name("number"))]))
        }
        return .property(
            Property(name: "number", type: .int32, value: .computed([.switch(.name("self"), cases)])))
    }
}

extension TypeExpression {
    static let int32 = TypeExpression.named("Int32")
}
