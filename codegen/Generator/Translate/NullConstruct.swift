// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The type `null` by itself → `AvroNull`; its column is a boolean one that has only nulls.
struct NullConstruct: Construct {
    var swiftType: TypeExpression { .named("AvroNull") }
    var minimumBytes: Int { 0 }

    func read(at field: String?) -> Expression {
        .read("value", [.init(nil, .member(.type(swiftType), "self"))], at: field)
    }

    func write(_ value: Expression) -> Expression {
        .call(value, "encode", [.init("into", .reference(.writer))])
    }

    func defaultValue(_ json: JSONValue) -> Expression? { .make(swiftType) }

    func column(isNullable: Bool) -> Expression { .column(.named("BooleanColumn"), isNullable: true) }

    func append(to column: Expression, at field: String?) -> [Statement] {
        [.expression(.call(column, "appendNull"))]
    }
}
