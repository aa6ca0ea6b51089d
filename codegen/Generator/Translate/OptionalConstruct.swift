// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A union of null and one other type → an optional.
struct OptionalConstruct: Construct {
    let wrapped: any Construct
    /// The index of the null branch, 0 or 1.
    let null: Int

    var swiftType: TypeExpression { .optional(wrapped.swiftType) }
    var minimumBytes: Int { 1 }

    private func isNull(at field: String?) -> Expression {
        .read("isNull", [.init("branch", .integer(String(null)))], at: field)
    }

    func read(at field: String?) -> Expression {
        .choice(condition: isNull(at: field), then: .none, otherwise: wrapped.read(at: field))
    }

    func write(_ value: Expression) -> Expression {
        .call(
            .writer, "optional", [.init(nil, value), .init("null", .integer(String(null)))],
            trailing: Closure(
                parameters: ["value", "writer"], body: [.expression(wrapped.write(.name("value")))]))
    }

    func defaultValue(_ json: JSONValue) -> Expression? {
        json == .null ? Expression.none : wrapped.defaultValue(json)
    }

    func column(isNullable: Bool) -> Expression { wrapped.column(isNullable: true) }

    func append(to column: Expression, at field: String?) -> [Statement] {
        [
            .conditional(
                .attempt(isNull(at: field)), then: [.expression(.call(column, "appendNull"))],
                otherwise: wrapped.append(to: column, at: field))
        ]
    }
}
