// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A value of an Avro type, as it is on the wire: logical types are their base types.
///
/// For tools and tests, which know no type beforehand; services use generated types.
public indirect enum AvroValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case int(Int32)
    case long(Int64)
    case float(Float)
    case double(Double)
    case bytes([UInt8])
    case string(String)
    case array([AvroValue])
    /// Entries in the order of the bytes.
    case map([Entry])
    /// A branch by its place in the union, and the value of that branch.
    case union(branch: Int, value: AvroValue)
    /// Fields in the order of the schema.
    case record([Entry])
    case enumeration(symbol: String)
    case fixed([UInt8])

    /// A field of a record or an entry of a map.
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var value: AvroValue

        public init(name: String, value: AvroValue) {
            self.name = name
            self.value = value
        }
    }

    /// The field or entry of that name, if this is a record or a map that has it.
    public subscript(name: String) -> AvroValue? {
        switch self {
        case .record(let entries), .map(let entries): entries.first { $0.name == name }?.value
        case .union(_, let value): value[name]
        default: nil
        }
    }
}

/// Bounds on what is decoded, against bytes made to exhaust a reader.
public struct AvroLimits: Sendable, Hashable {
    /// How deep values may nest.
    public var maxDepth: Int
    /// How many array items may be that take no byte, such as nulls and empty records. All others are bounded by the
    /// bytes there are.
    public var maxZeroByteItems: Int

    public init(maxDepth: Int = 100, maxZeroByteItems: Int = 100_000) {
        self.maxDepth = maxDepth
        self.maxZeroByteItems = maxZeroByteItems
    }
}

/// Why bytes are not a value of a schema, or a value is not of a schema.
public struct AvroValueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The part of the value, such as `/items/3/price`; the whole value is empty.
    public let path: JSONPointer
    /// In bytes from the start; nil where a value is encoded.
    public let offset: Int?
    /// What was expected and what was found.
    public let message: String

    public var description: String {
        let place = path.tokens.isEmpty ? "the value" : "\"\(path)\""
        guard let offset else { return "can't encode \(place): \(message)" }
        return "can't decode \(place) at byte \(offset): \(message)"
    }
}
