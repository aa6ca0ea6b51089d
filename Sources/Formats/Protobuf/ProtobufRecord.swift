// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A value of a field of any Protobuf message.
public indirect enum ProtobufValue: Sendable, Hashable {
    /// `int32`, `sint32` and `sfixed32`.
    case int32(Int32)
    /// `int64`, `sint64` and `sfixed64`.
    case int64(Int64)
    /// `uint32` and `fixed32`.
    case uint32(UInt32)
    /// `uint64` and `fixed64`.
    case uint64(UInt64)
    case float(Float)
    case double(Double)
    case bool(Bool)
    case string(String)
    case bytes([UInt8])
    /// By its number, which need not have a name.
    case enumeration(Int32)
    /// A message or a group.
    case message(ProtobufRecord)
}

/// A message of any type: the values of its fields, by number.
///
/// Messages that hold the same values are equal, also if they were not written in the same order.
public struct ProtobufRecord: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        case single(ProtobufValue)
        case list([ProtobufValue])
        case map([ProtobufValue: ProtobufValue])
    }

    /// The full name of the message's type, such as `.shop.Order`.
    public var typeName: String
    /// What is set, by number. A field of a proto3 file that is not marked `optional` isn't set if it has its type's zero.
    public var fields: [Int: Content] = [:]
    /// Fields that the type does not know, as they were written, one after the other.
    public var unknown: [UInt8] = []

    public init(typeName: String) { self.typeName = typeName }
}

/// Why bytes are no message of a type, or a value can't be written.
public struct ProtobufCodecError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What goes wrong.
    public enum Reason: Sendable, Hashable {
        /// A tag, a number or a length is not as the encoding has it.
        case malformed(String)
        /// The bytes of a `string` are no UTF-8.
        case invalidText
        case tooDeep(limit: Int)
        case tooManyValues(limit: Int)
        case unknownType(String)
        /// A value is not of its field's type.
        case mismatch(expected: String)
    }

    public let reason: Reason
    /// Names of fields from the message down, such as `items.price`; empty for the message itself.
    public let path: String

    public var description: String {
        let what =
            switch reason {
            case .malformed(let text): text
            case .invalidText: "the text is not valid UTF-8"
            case .tooDeep(let limit): "messages nest deeper than \(limit) levels"
            case .tooManyValues(let limit): "more than \(limit) values"
            case .unknownType(let name): "the schema has no type \(name)"
            case .mismatch(let expected): "the value is not of type \(expected)"
            }
        return path.isEmpty ? what : "\(path): \(what)"
    }
}

extension ProtobufRecord {
    /// What reading may cost; bytes of a stranger decide how much there is to read.
    public struct Limits: Sendable, Hashable {
        /// Messages within messages, and groups; libprotobuf has the same limit.
        public var depth = 100
        /// Values in all, since one byte of a packed field is a value.
        public var values = 4 << 20

        public init() {}
    }
}

extension ProtobufRecord.Content {
    /// The values one by one; a map's as the messages that its entries are, by their keys.
    func elements(_ field: ProtobufField) -> [ProtobufValue] {
        switch self {
        case .single(let value): return [value]
        case .list(let values): return values
        case .map(let entries):
            return entries.sorted { $0.key.isOrdered(before: $1.key) }.map { key, value in
                var entry = ProtobufRecord(typeName: field.typeName)
                entry.fields = [1: .single(key), 2: .single(value)]
                return .message(entry)
            }
        }
    }
}
