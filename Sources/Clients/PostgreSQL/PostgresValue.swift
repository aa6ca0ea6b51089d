// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A parameter of a statement. The server infers the type from where `$n` stands, so `.text` also fills uuid columns.
public enum PostgresValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    /// For bytea.
    case bytes([UInt8])
    /// JSON text, for json or jsonb.
    case json(String)
    /// Microseconds since 1970-01-01T00:00:00Z, for timestamptz.
    case timestampMicros(Int64)

    /// The value, or null.
    public static func optional(_ text: String?) -> PostgresValue { text.map(PostgresValue.text) ?? .null }
    /// The value, or null.
    public static func optional(_ number: Int64?) -> PostgresValue { number.map(PostgresValue.int) ?? .null }

    /// An array of text, for text[] (for example `= ANY($1)`).
    public static func textArray(_ items: [String]) -> PostgresValue {
        var literal = "{"
        for (index, item) in items.enumerated() {
            if index > 0 { literal += "," }
            literal += "\""
            for character in item.unicodeScalars {
                if character == "\"" || character == "\\" { literal += "\\" }
                literal.unicodeScalars.append(character)
            }
            literal += "\""
        }
        return .text(literal + "}")
    }
}

extension PostgresValue {
    /// An array of integers, for integer[] or bigint[].
    public static func intArray(_ items: [Int]) -> PostgresValue {
        .text("{" + items.lazy.map(String.init).joined(separator: ",") + "}")
    }
}

extension PostgresValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(nilLiteral: ()) { self = .null }
}

extension PostgresValue {
    /// How a parameter goes over the wire: bytea in binary, all else as text whose type the server infers.
    enum Wire {
        case null
        case text(String)
        case binary([UInt8])
    }

    func wire() throws(PostgresError) -> Wire {
        switch self {
        case .null: return .null
        case .bool(let value): return .text(value ? "t" : "f")
        case .int(let value): return .text(String(value))
        case .double(let value):
            if value.isNaN { return .text("NaN") }
            if value.isInfinite { return .text(value < 0 ? "-Infinity" : "Infinity") }
            return .text(String(value))
        case .text(let value), .json(let value):
            // A C string would end there, and PostgreSQL's text can't hold it.
            guard !value.utf8.contains(0) else {
                throw PostgresError(
                    kind: .unstorable, message: "A text parameter contains the character U+0000",
                    advice: "PostgreSQL can't store it; remove it")
            }
            return .text(value)
        case .bytes(let value): return .binary(value)
        case .timestampMicros(let value): return .text(PostgresTimestamp.text(microseconds: value))
        }
    }
}
