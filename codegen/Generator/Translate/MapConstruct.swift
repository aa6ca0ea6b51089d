// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A map → a dictionary with string keys; its column is a map.
struct MapConstruct: Construct {
    let value: any Construct

    var swiftType: TypeExpression { .dictionary(key: .named("String"), value: value.swiftType) }
    var minimumBytes: Int { 1 }

    func read(at field: String?) -> Expression {
        .call(
            .reader, "map", Expression.place(field),
            trailing: .reading(body: [.expression(.attempt(value.read(at: nil)))]))
    }

    func write(_ map: Expression) -> Expression {
        .call(
            .writer, "map", [.init(nil, map)],
            trailing: Closure(parameters: ["value", "writer"], body: [.expression(value.write(.name("value")))]))
    }

    func defaultValue(_ json: JSONValue) -> Expression? {
        guard case .object(let members) = json else { return nil }
        let entries = members.compactMap { member in
            value.defaultValue(member.value).map { Expression.Entry(key: .string(member.name), value: $0) }
        }
        return entries.count == members.count ? .dictionary(entries) : nil
    }

    func column(isNullable: Bool) -> Expression {
        .column(.named("MapColumn"), [.init(nil, value.column(isNullable: false))], isNullable: isNullable)
    }

    func append(to column: Expression, at field: String?) -> [Statement] {
        let call = Expression.call(
            column, "append", [.init("from", .reference(.reader))] + Expression.place(field),
            trailing: .reading("values", body: value.append(to: .name("values"), at: nil)))
        return [.expression(.attempt(call))]
    }
}
