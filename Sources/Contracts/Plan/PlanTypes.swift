// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The plan's descriptors: plain data that points at plain data, so that the encoder's hot path meets no reference count.
// All memory belongs to the plan's `PlanMemory`.

/// How a value of a type is read from JSON and written as Avro.
struct TypePlan {
    enum Kind: UInt8 {
        case null, boolean, int, long, float, double
        case string, uuidText, uuidBytes, bytes, fixed, enumeration
        case decimalBytes, decimalFixed
        case date, timeMillis, timeMicros, timestamp, localTimestamp
        case array, map, record, union
    }

    var kind: Kind
    /// Index of the type's words in `ContractPlan.descriptions`.
    var description: Int32
    /// Bytes of a fixed.
    var size: Int32 = 0
    var precision: Int32 = 0
    var scale: Int32 = 0
    /// A timestamp's unit: 1000, 1,000,000 or 1,000,000,000.
    var unitsPerSecond: Int64 = 0
    /// The elements' type of an array, the values' of a map.
    var element: UnsafePointer<TypePlan>?
    var record: UnsafePointer<RecordPlan>?
    var symbols: UnsafePointer<NameTable>?
    var union: UnsafePointer<UnionPlan>?

    init(_ kind: Kind, description: Int32) {
        self.kind = kind
        self.description = description
    }
}

/// What a field is beyond its type.
enum FieldRole: UInt8 {
    /// Nothing: it is the event type's own.
    case plain
    case eventID, eventType, timestamp, clientTimestamp, timeFlags, sentAt, receivedAt, userID, deviceID, platform
    case context, schemaVersion
    /// `context.ip_address`.
    case address
}

struct FieldPlan {
    var type: UnsafePointer<TypePlan>
    var name: UnsafePointer<UInt8>
    var nameCount: Int
    /// What is written when the field is missing: the encoded default, or the null branch. nil: the field is required.
    var filling: UnsafePointer<UInt8>?
    var fillingCount: Int
    var hasDefault: Bool
    var role: FieldRole
}

struct RecordPlan {
    var fields: UnsafePointer<FieldPlan>
    var count: Int
    var names: NameTable
    /// Index of the record's words in `ContractPlan.descriptions`.
    var description: Int32
    /// Whether this is the record that carries the envelope.
    var isEnvelope = false
    /// Fields without a filling.
    var required = 0
    /// Whether the record missing means the same as the record with all its fields missing.
    var canBeAbsent = false
}

struct UnionPlan {
    /// What can be written for a kind of JSON value: branches to try in this order.
    struct Candidates {
        var branches: UnsafePointer<Int32>
        var count: Int
    }

    var branches: UnsafePointer<UnsafePointer<TypePlan>>
    var count: Int
    /// The index of null, or -1.
    var null: Int32
    /// The index of the only other branch where null is one of two, else -1.
    var other: Int32
    /// In the order of `JSONCategory`.
    var candidates: UnsafePointer<Candidates>
}

/// The kinds of JSON values that a union tells apart, null aside.
enum JSONCategory: Int, CaseIterable {
    case boolean, integer, number, string, array, object

    var words: String {
        switch self {
        case .boolean: "a boolean"
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
