// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Logical types → `UUID128`, `BoundedDecimal`, `CalendarDate`, `TimeOfDay`, `Timestamp`, `LocalTimestamp`.
struct LogicalConstruct: Construct {
    let value: LogicalValue

    var swiftType: TypeExpression {
        switch value {
        case .uuid, .uuidFixed: .named("UUID128")
        case .decimal(let precision, let scale), .decimalFixed(let precision, let scale, _):
            .generic("BoundedDecimal", [.integer(precision), .integer(scale)])
        case .date: .named("CalendarDate")
        case .timeMillis, .timeMicros: .named("TimeOfDay")
        case .timestampMillis, .timestampMicros: .named("Timestamp")
        case .localTimestampMillis, .localTimestampMicros: .named("LocalTimestamp")
        }
    }

    var minimumBytes: Int {
        switch value {
        case .uuid: 37
        case .uuidFixed: 16
        case .decimalFixed(_, _, let size): size
        case .decimal: 2
        default: 1
        }
    }

    /// The reader's and the writer's method.
    private var method: String {
        switch value {
        case .uuid: "uuid"
        case .uuidFixed: "uuidFixed"
        case .decimal: "decimal"
        case .decimalFixed: "decimalFixed"
        case .date: "date"
        case .timeMillis: "timeMillis"
        case .timeMicros: "timeMicros"
        case .timestampMillis: "timestampMillis"
        case .timestampMicros: "timestampMicros"
        case .localTimestampMillis: "localTimestampMillis"
        case .localTimestampMicros: "localTimestampMicros"
        }
    }

    /// A fixed's size, which its methods are told.
    private var size: [Expression.Argument] {
        guard case .decimalFixed(_, _, let size) = value else { return [] }
        return [.init(nil, .integer(String(size)))]
    }

    func read(at field: String?) -> Expression { .read(method, size, at: field) }

    func write(_ expression: Expression) -> Expression {
        .call(.writer, method, [.init(nil, expression)] + size)
    }

    func skip(at field: String?) -> Expression {
        switch value {
        case .uuid, .decimal: .read("rawBytes", at: field)
        default: read(at: field)
        }
    }

    func defaultValue(_ json: JSONValue) -> Expression? {
        guard case .number(let text) = json, let number = Int64(text) else { return nil }
        func micros(_ factor: Int64) -> [Expression.Argument]? {
            let (product, overflow) = number.multipliedReportingOverflow(by: factor)
            return overflow ? nil : [.init("microseconds", .integer(Literal.integer(product)))]
        }
        switch value {
        case .date: return .make(swiftType, [.init("daysSinceEpoch", .integer(Literal.integer(number)))])
        case .timestampMicros, .localTimestampMicros: return micros(1).map { .make(swiftType, $0) }
        case .timestampMillis, .localTimestampMillis: return micros(1000).map { .make(swiftType, $0) }
        // Their initialisers may fail.
        case .uuid, .uuidFixed, .decimal, .decimalFixed, .timeMillis, .timeMicros: return nil
        }
    }

    func column(isNullable: Bool) -> Expression {
        func numbers(_ swift: String, _ type: Expression) -> Expression {
            .column(.generic("PrimitiveColumn", of: .named(swift)), [.init(nil, type)], isNullable: isNullable)
        }
        switch value {
        case .uuid:
            return .column(.named("BytesColumn"), [.init(nil, .implicitMember("string"))], isNullable: isNullable)
        case .uuidFixed:
            return .column(
                .named("FixedBytesColumn"), [.init("size", .integer("16"))], isNullable: isNullable)
        case .decimal(let precision, let scale), .decimalFixed(let precision, let scale, _):
            return numbers(
                "Int128",
                .call(
                    .implicitMember("decimal"),
                    [
                        .init("precision", .integer(String(precision))), .init("scale", .integer(String(scale))),
                    ]))
        case .date: return numbers("Int32", .implicitMember("date"))
        case .timeMillis, .timeMicros: return numbers("Int64", .implicitMember("timeOfDay"))
        case .timestampMillis, .timestampMicros: return numbers("Int64", .implicitMember("timestamp"))
        case .localTimestampMillis, .localTimestampMicros:
            return numbers("Int64", .implicitMember("localTimestamp"))
        }
    }

    func append(to column: Expression, at field: String?) -> [Statement] {
        let type = Expression.Argument(nil, .member(.type(swiftType), "self"))
        switch value {
        case .uuid: return Expression.append(to: column, .read("utf8", at: field))
        case .uuidFixed: return Expression.append(to: column, .read("fixed", [.init(nil, .integer("16"))], at: field))
        case .decimal: return Expression.append(to: column, .read("unscaledDecimal", [type], at: field))
        case .decimalFixed:
            return Expression.append(to: column, .read("unscaledDecimalFixed", [type] + size, at: field))
        case .date: return Expression.append(to: column, .member(read(at: field), "daysSinceEpoch"))
        default: return Expression.append(to: column, .member(read(at: field), "microseconds"))
        }
    }
}
