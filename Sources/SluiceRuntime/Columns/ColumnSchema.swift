// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A column's type, each of which Arrow and Parquet have.
public indirect enum ColumnType: Sendable, Hashable {
    case boolean, int32, int64, float, double
    /// UTF-8.
    case string
    case binary
    case fixedBinary(size: Int)
    /// 128 bits.
    case decimal(precision: Int, scale: Int)
    /// Days since 1970-01-01, 32 bits.
    case date
    /// Microseconds after midnight, 64 bits.
    case timeOfDay
    /// Microseconds since 1970-01-01T00:00:00Z, marked as UTC.
    case timestamp
    /// Microseconds since 1970-01-01 00:00 in no particular zone.
    case localTimestamp
    /// An index of 32 bits into the symbols of an enum; a reader of a file sees the text.
    case dictionary(symbols: [String])
    case list(ColumnField)
    /// From a string, to values of the field's type.
    case map(ColumnField)
    case structure([ColumnField])
}

/// A column's name, type, and whether it has nulls.
public struct ColumnField: Sendable, Hashable {
    public let name: String
    public let type: ColumnType
    public let isNullable: Bool

    public init(_ name: String, _ type: ColumnType, isNullable: Bool = false) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
    }
}

/// A column's rows, in the layout of the Arrow columnar format (version 1.5).
///
/// Borrowed: the pointers are valid inside the call that lends the view and no longer.
public struct ColumnView {
    public let field: ColumnField
    public let rows: Int
    public let nullCount: Int
    /// One bit a row, least significant first; nil where the field has no nulls.
    public let validity: UnsafeRawBufferPointer?
    /// What follows the validity in Arrow's order: values; or offsets and data; or offsets; or nothing.
    public let buffers: [UnsafeRawBufferPointer]
    /// The items of a list; keys and values of a map; the fields of a structure.
    public let children: [ColumnView]
}
