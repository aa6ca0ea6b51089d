// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// `boolean`, `int`, `long`, `float`, `double`, `bytes`, `string` → `Bool`, `Int32`, `Int64`, `Float`, `Double`,
/// `[UInt8]`, `String`.
struct PrimitiveConstruct: Construct {
    private let type: ValueType
    /// Avro's name, which is that of the reader's and the writer's method.
    private let method: String
    let swiftType: TypeExpression
    let minimumBytes: Int
    private let makeColumn: (type: TypeExpression, arguments: [Expression.Argument])

    init(_ type: ValueType) {
        self.type = type
        func numbers(_ swift: String, _ column: String) -> (TypeExpression, [Expression.Argument]) {
            (.generic("PrimitiveColumn", of: .named(swift)), [.init(nil, .implicitMember(column))])
        }
        func texts(_ column: String) -> (TypeExpression, [Expression.Argument]) {
            (.named("BytesColumn"), [.init(nil, .implicitMember(column))])
        }
        switch type {
        case .boolean: (method, swiftType, minimumBytes) = ("boolean", .named("Bool"), 1)
        case .int: (method, swiftType, minimumBytes) = ("int", .named("Int32"), 1)
        case .long: (method, swiftType, minimumBytes) = ("long", .named("Int64"), 1)
        case .float: (method, swiftType, minimumBytes) = ("float", .named("Float"), 4)
        case .double: (method, swiftType, minimumBytes) = ("double", .named("Double"), 8)
        case .bytes: (method, swiftType, minimumBytes) = ("bytes", .array(.named("UInt8")), 1)
        default: (method, swiftType, minimumBytes) = ("string", .named("String"), 1)
        }
        switch type {
        case .boolean: makeColumn = (.named("BooleanColumn"), [])
        case .int: makeColumn = numbers("Int32", "int32")
        case .long: makeColumn = numbers("Int64", "int64")
        case .float: makeColumn = numbers("Float", "float")
        case .double: makeColumn = numbers("Double", "double")
        case .bytes: makeColumn = texts("binary")
        default: makeColumn = texts("string")
        }
    }

    func read(at field: String?) -> Expression { .read(method, at: field) }

    func write(_ value: Expression) -> Expression { .write(method, .init(nil, value)) }

    func skip(at field: String?) -> Expression {
        switch type {
        case .bytes, .string: .read("rawBytes", at: field)
        default: read(at: field)
        }
    }

    func defaultValue(_ json: JSONValue) -> Expression? {
        switch (type, json) {
        case (.boolean, .bool(let value)): .boolean(value)
        case (.int, .number(let text)), (.long, .number(let text)):
            Int64(text).map { .integer(Literal.integer($0)) }
        case (.float, .number(let text)), (.double, .number(let text)): .float(text)
        case (.string, .string(let text)): .string(text)
        case (.bytes, .string(let text)):
            // Bytes stand in JSON as characters of the same number.
            .array(text.unicodeScalars.map { .integer(String($0.value)) })
        default: nil
        }
    }

    func column(isNullable: Bool) -> Expression {
        .column(makeColumn.type, makeColumn.arguments, isNullable: isNullable)
    }

    func append(to column: Expression, at field: String?) -> [Statement] {
        switch type {
        case .bytes: Expression.append(to: column, .read("rawBytes", at: field))
        case .string: Expression.append(to: column, .read("utf8", at: field))
        default: Expression.append(to: column, read(at: field))
        }
    }
}
