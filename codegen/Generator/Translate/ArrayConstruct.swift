// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// An array → an array; its column is a list.
struct ArrayConstruct: Construct {
    let item: any Construct

    var swiftType: TypeExpression { .array(item.swiftType) }
    var minimumBytes: Int { 1 }

    /// Where an item takes more or less than one byte at least.
    private var itemBytes: [Expression.Argument] {
        item.minimumBytes == 1 ? [] : [.init("minimumBytes", .integer(String(item.minimumBytes)))]
    }

    func read(at field: String?) -> Expression {
        .call(
            .reader, "array", Expression.place(field) + itemBytes,
            trailing: .reading(body: [.expression(.attempt(item.read(at: nil)))]))
    }

    func write(_ value: Expression) -> Expression {
        .call(
            .writer, "array", [.init(nil, value)],
            trailing: Closure(parameters: ["item", "writer"], body: [.expression(item.write(.name("item")))]))
    }

    func defaultValue(_ json: JSONValue) -> Expression? {
        guard case .array(let elements) = json else { return nil }
        let values = elements.compactMap(item.defaultValue)
        return values.count == elements.count ? .array(values) : nil
    }

    func column(isNullable: Bool) -> Expression {
        .column(.named("ListColumn"), [.init(nil, item.column(isNullable: false))], isNullable: isNullable)
    }

    func append(to column: Expression, at field: String?) -> [Statement] {
        let call = Expression.call(
            column, "append", [.init("from", .reference(.reader))] + Expression.place(field) + itemBytes,
            trailing: .reading("items", body: item.append(to: .name("items"), at: nil)))
        return [.expression(.attempt(call))]
    }
}
