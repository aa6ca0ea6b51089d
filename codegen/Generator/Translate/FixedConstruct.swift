// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A fixed → a struct around its bytes, which has exactly as many.
struct FixedConstruct: Construct {
    let fixed: FixedModel

    var swiftType: TypeExpression { .named(fixed.swiftName) }
    var minimumBytes: Int { fixed.avro.size }

    private var size: Expression { .integer(String(fixed.avro.size)) }

    func read(at field: String?) -> Expression {
        .read("value", [.init(nil, .member(.type(swiftType), "self"))], at: field)
    }

    func write(_ value: Expression) -> Expression {
        .call(value, "encode", [.init("into", .reference(.writer))])
    }

    func defaultValue(_ json: JSONValue) -> Expression? { nil }

    func column(isNullable: Bool) -> Expression {
        .column(.named("FixedBytesColumn"), [.init("size", size)], isNullable: isNullable)
    }

    func append(to column: Expression, at field: String?) -> [Statement] {
        Expression.append(to: column, .read("fixed", [.init(nil, size)], at: field))
    }

    // MARK: The struct itself

    func declaration() -> TypeDeclaration {
        let bytes = TypeExpression.array(.named("UInt8"))
        return TypeDeclaration(
            kind: .structure, doc: Doc.type(fixed.avro.doc, "fixed", fixed.avro.name), name: swiftType,
            conformances: [.named("AvroFragment"), .named("Codable")],
            members: [
                .property(
                    Property(
                        doc: ["Always \(fixed.avro.size) of them."], isConstant: true, name: "bytes", type: bytes,
                        value: .stored)),
                .function(
                    Function(
                        doc: ["Nil unless there are exactly \(fixed.avro.size) bytes."], isFailable: true,
                        parameters: [.init(label: nil, name: "bytes", type: bytes)],
                        body: [
                            .require(
                                .equal(.member(.name("bytes"), "count"), size), otherwise: [.return(.none)]),
                            .assign(.member(.name("self"), "bytes"), .name("bytes")),
                        ])),
            ])
    }

    func codec() -> [Declaration] {
        [
            .function(
                Codec.reading([
                    .assign(
                        .name("bytes"),
                        .make(
                            .array(.named("UInt8")),
                            [.init(nil, .attempt(.read("fixed", [.init(nil, size)], at: nil)))]))
                ])),
            .function(
                Codec.writing([
                    .expression(
                        .call(
                            .name("bytes"), "withUnsafeBytes",
                            trailing: Closure(
                                parameters: ["raw"], body: [.expression(.write("fixed", .init(nil, .name("raw"))))])))
                ])),
        ]
    }
}
