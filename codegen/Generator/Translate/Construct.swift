// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// How one construct of a schema is used in Swift, wherever it stands: as a field, an item, a value, a branch.
///
/// One file a construct says what it becomes; `Constructs` finds the one for a type.
protocol Construct {
    /// The type of the property.
    var swiftType: TypeExpression { get }
    /// What a value takes on the wire at least.
    var minimumBytes: Int { get }
    /// An expression that reads a value from `reader` and may throw.
    ///
    /// - Parameter field: the name for errors; nil for items, whose place is known already.
    func read(at field: String?) -> Expression
    /// A call that writes the value to `writer`.
    func write(_ value: Expression) -> Expression
    /// An expression that reads past a value and may throw.
    func skip(at field: String?) -> Expression
    /// The schema's default as an expression; nil where Swift has no way to write it without failing.
    func defaultValue(_ json: JSONValue) -> Expression?
    /// A new column of such values.
    func column(isNullable: Bool) -> Expression
    /// Reads a value from `reader` and appends it to the column.
    func append(to column: Expression, at field: String?) -> [Statement]
}

extension Construct {
    func skip(at field: String?) -> Expression { read(at: field) }
}

/// The constructs of a model's types.
struct Constructs {
    let model: Model

    subscript(type: ValueType) -> any Construct {
        switch type {
        case .null: NullConstruct()
        case .boolean, .int, .long, .float, .double, .bytes, .string: PrimitiveConstruct(type)
        case .logical(let value): LogicalConstruct(value: value)
        case .optional(let wrapped, let null): OptionalConstruct(wrapped: self[wrapped], null: null)
        case .array(let item): ArrayConstruct(item: self[item])
        case .map(let value): MapConstruct(value: self[value])
        case .union(let union): UnionConstruct(union: union, constructs: self)
        case .named(let name):
            switch model.types[name] {
            case .record(let record)?: RecordConstruct(record: record, constructs: self)
            case .enumeration(let enumeration)?: EnumConstruct(enumeration: enumeration)
            case .fixed(let fixed)?: FixedConstruct(fixed: fixed)
            // The parser has refused names that nothing defines.
            case nil: NullConstruct()
            }
        }
    }
}

// MARK: Words that every translator uses

extension Expression {
    static let reader = Expression.name("reader")
    static let writer = Expression.name("writer")

    /// `reader.method(…, at: "field")`.
    static func read(_ method: String, _ arguments: [Argument] = [], at field: String?) -> Expression {
        .call(.reader, method, arguments + place(field))
    }

    /// `writer.method(…)`.
    static func write(_ method: String, _ arguments: Argument...) -> Expression {
        .call(.writer, method, arguments)
    }

    /// The argument that names a field in errors.
    static func place(_ field: String?) -> [Argument] {
        field.map { [Argument("at", .string($0))] } ?? []
    }

    /// A column's initialiser, with what makes it nullable.
    static func column(_ type: TypeExpression, _ arguments: [Argument] = [], isNullable: Bool) -> Expression {
        .make(type, arguments + (isNullable ? [Argument("isNullable", .boolean(true))] : []))
    }

    /// `try column.append(…)`.
    static func append(to column: Expression, _ value: Expression) -> [Statement] {
        [.expression(.attempt(.call(column, "append", [Argument(nil, value)])))]
    }
}

extension TypeExpression {
    static let codecError = TypeExpression.named("CodecError")
}

extension Closure {
    /// `{ reader throws(CodecError) in … }`
    static func reading(_ parameters: String..., body: [Statement]) -> Closure {
        Closure(parameters: parameters + ["reader"], errors: .codecError, body: body)
    }
}
