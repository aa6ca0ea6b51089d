// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The second stage's result: every named type of the module once, with its Swift name and what its fields are.
struct Model {
    var schemas: [ModelSchema] = []
    var types: [AvroName: NamedType] = [:]
    /// Types that several files define alike, in the order of their names.
    var shared: [AvroName] = []
}

/// One file of the input.
struct ModelSchema {
    let source: LoadedSchema
    /// The named type that the schema denotes.
    let root: AvroName
    /// Types that this file alone defines, the root first, then in the order of the text.
    var types: [AvroName]
    /// Whether the root carries the event envelope.
    var isEvent: Bool
}

enum NamedType {
    case record(RecordModel)
    case enumeration(EnumModel)
    case fixed(FixedModel)

    var swiftName: String {
        switch self {
        case .record(let record): record.swiftName
        case .enumeration(let enumeration): enumeration.swiftName
        case .fixed(let fixed): fixed.swiftName
        }
    }
}

struct RecordModel {
    let avro: AvroRecord
    let swiftName: String
    var fields: [FieldModel]
    /// Unions of its fields that become enums, nested in the struct.
    var unions: [UnionModel]
}

struct FieldModel {
    let avro: AvroField
    let swiftName: String
    let type: ValueType
    /// Whether the field closes a cycle of records.
    var isBoxed = false
}

struct EnumModel {
    let avro: AvroEnum
    let swiftName: String
    /// Swift names of the symbols, in their order.
    let cases: [String]
}

struct FixedModel {
    let avro: AvroFixed
    let swiftName: String
    /// False where a logical type gives it another Swift type.
    let hasOwnType: Bool
}

/// A union that is not "null or one other type".
struct UnionModel: Hashable {
    /// The enum's name within the record's struct.
    let swiftName: String
    /// The record's struct.
    let owner: String
    let branches: [UnionBranch]
}

struct UnionBranch: Hashable {
    /// Avro's name of the branch, such as `string` or a record's name.
    let avroName: String
    let swiftName: String
    let type: ValueType
}

/// What a field, an item or a branch holds, with everything decided that its Swift form depends on.
indirect enum ValueType: Hashable {
    case null, boolean, int, long, float, double, bytes, string
    case logical(LogicalValue)
    case named(AvroName)
    /// Null or another type; `null` is the index of the null branch.
    case optional(ValueType, null: Int)
    case union(UnionModel)
    case array(ValueType)
    case map(ValueType)
}

/// The logical types that have a Swift type of their own.
enum LogicalValue: Hashable {
    case uuid, uuidFixed
    case decimal(precision: Int, scale: Int)
    case decimalFixed(precision: Int, scale: Int, size: Int)
    case date
    case timeMillis, timeMicros
    case timestampMillis, timestampMicros
    case localTimestampMillis, localTimestampMicros
}
