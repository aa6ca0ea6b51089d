// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A column that grows by rows. Generated appenders are made of these.
///
/// Builders are structs that can't be copied: each owns its memory, and the generated code reaches them without the
/// exclusivity checks that class properties cost.
public protocol ColumnBuilder: ~Copyable {
    var type: ColumnType { get }
    var isNullable: Bool { get }
    /// Rows appended.
    var rows: Int { get }
    /// Memory in use by the rows, in bytes.
    var byteCount: Int { mutating get }
    /// Appends a null, or where the column has none, a placeholder under a parent that is null.
    mutating func appendNull()
    /// Drops the rows after the first `rows`. Memory is kept.
    mutating func truncate(to rows: Int)
    /// The rows in Arrow's layout, valid until the builder changes.
    mutating func view(named name: String) -> ColumnView
}

/// Which rows are there and which are null; keeps nothing for a column without nulls.
@usableFromInline
struct Validity: ~Copyable {
    @usableFromInline let isNullable: Bool
    @usableFromInline var bits = BitBuffer()
    @usableFromInline var rows = 0

    @usableFromInline
    init(isNullable: Bool) { self.isNullable = isNullable }

    @inlinable
    mutating func append(_ valid: Bool) {
        rows &+= 1
        if isNullable { bits.append(valid) }
    }

    mutating func truncate(to rows: Int) {
        guard rows < self.rows else { return }
        self.rows = rows
        if isNullable { bits.truncate(to: rows) }
    }

    var nullCount: Int { isNullable ? bits.zeros : 0 }
    var byteCount: Int { isNullable ? bits.buffer.count : 0 }
    var view: UnsafeRawBufferPointer? { isNullable ? bits.view : nil }
}

/// A column of values of one fixed size: numbers, and the logical types that are numbers.
public struct PrimitiveColumn<Value: BitwiseCopyable & Sendable & AdditiveArithmetic>: ~Copyable, ColumnBuilder {
    public let type: ColumnType
    @usableFromInline var validity: Validity
    @usableFromInline var values = ColumnBuffer()

    /// - Parameter type: one whose values have the size of `Value`.
    public init(_ type: ColumnType, isNullable: Bool = false) {
        self.type = type
        validity = Validity(isNullable: isNullable)
    }

    public var isNullable: Bool { validity.isNullable }
    public var rows: Int { validity.rows }
    public var byteCount: Int { values.count + validity.byteCount }

    @inlinable
    public mutating func append(_ value: Value) {
        values.append(value)
        validity.append(true)
    }

    @inlinable
    public mutating func appendNull() {
        values.append(Value.zero)
        validity.append(false)
    }

    public mutating func truncate(to rows: Int) {
        validity.truncate(to: rows)
        values.count = min(values.count, rows * MemoryLayout<Value>.size)
    }

    public mutating func view(named name: String) -> ColumnView {
        ColumnView(
            field: ColumnField(name, type, isNullable: isNullable), rows: rows, nullCount: validity.nullCount,
            validity: validity.view, buffers: [values.view], children: [])
    }
}

/// A column of booleans, one bit each.
public struct BooleanColumn: ~Copyable, ColumnBuilder {
    @usableFromInline var validity: Validity
    @usableFromInline var values = BitBuffer()

    public init(isNullable: Bool = false) { validity = Validity(isNullable: isNullable) }

    public var type: ColumnType { .boolean }
    public var isNullable: Bool { validity.isNullable }
    public var rows: Int { validity.rows }
    public var byteCount: Int { values.buffer.count + validity.byteCount }

    @inlinable
    public mutating func append(_ value: Bool) {
        values.append(value)
        validity.append(true)
    }

    @inlinable
    public mutating func appendNull() {
        values.append(false)
        validity.append(false)
    }

    public mutating func truncate(to rows: Int) {
        validity.truncate(to: rows)
        values.truncate(to: min(values.count, rows))
    }

    public mutating func view(named name: String) -> ColumnView {
        ColumnView(
            field: ColumnField(name, .boolean, isNullable: isNullable), rows: rows, nullCount: validity.nullCount,
            validity: validity.view, buffers: [values.view], children: [])
    }
}
