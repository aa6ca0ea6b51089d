// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A column of strings or byte sequences of any length.
public struct BytesColumn: ~Copyable, ColumnBuilder {
    public let type: ColumnType
    @usableFromInline var validity: Validity
    /// Where each row starts in `data`, and where the last one ends: 32 bits each.
    @usableFromInline var offsets = ColumnBuffer()
    @usableFromInline var data = ColumnBuffer()

    /// - Parameter type: `string` or `binary`.
    public init(_ type: ColumnType, isNullable: Bool = false) {
        self.type = type
        validity = Validity(isNullable: isNullable)
        offsets.append(Int32(0))
    }

    public var isNullable: Bool { validity.isNullable }
    public var rows: Int { validity.rows }
    public var byteCount: Int { data.count + offsets.count + validity.byteCount }

    /// Appends a copy of the bytes; of a string column, they must be UTF-8.
    ///
    /// Throws where the column would exceed the 2 GiB that its offsets can address.
    @inlinable
    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
        guard bytes.count <= Int(Int32.max) &- data.count else { throw CodecError(offset: 0, reason: .columnFull) }
        data.append(bytes: bytes)
        offsets.append(Int32(truncatingIfNeeded: data.count))
        validity.append(true)
    }

    @inlinable
    public mutating func appendNull() {
        offsets.append(Int32(truncatingIfNeeded: data.count))
        validity.append(false)
    }

    public mutating func truncate(to rows: Int) {
        guard rows < self.rows else { return }
        validity.truncate(to: rows)
        offsets.count = (rows + 1) * 4
        data.count = Int(offsets.base.load(fromByteOffset: rows * 4, as: Int32.self))
    }

    public mutating func view(named name: String) -> ColumnView {
        ColumnView(
            field: ColumnField(name, type, isNullable: isNullable), rows: rows, nullCount: validity.nullCount,
            validity: validity.view, buffers: [offsets.view, data.view], children: [])
    }
}

/// A column of byte sequences of one length.
public struct FixedBytesColumn: ~Copyable, ColumnBuilder {
    @usableFromInline let size: Int
    @usableFromInline var validity: Validity
    @usableFromInline var data = ColumnBuffer()

    public init(size: Int, isNullable: Bool = false) {
        self.size = size
        validity = Validity(isNullable: isNullable)
    }

    public var type: ColumnType { .fixedBinary(size: size) }
    public var isNullable: Bool { validity.isNullable }
    public var rows: Int { validity.rows }
    public var byteCount: Int { data.count + validity.byteCount }

    /// Appends a copy of the bytes; too few are filled up with zeros, too many cut off.
    @inlinable
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let taken = min(size, bytes.count)
        data.append(bytes: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
        if taken < size { data.append(zeros: size &- taken) }
        validity.append(true)
    }

    @inlinable
    public mutating func appendNull() {
        data.append(zeros: size)
        validity.append(false)
    }

    public mutating func truncate(to rows: Int) {
        validity.truncate(to: rows)
        data.count = min(data.count, rows * size)
    }

    public mutating func view(named name: String) -> ColumnView {
        ColumnView(
            field: ColumnField(name, type, isNullable: isNullable), rows: rows, nullCount: validity.nullCount,
            validity: validity.view, buffers: [data.view], children: [])
    }
}

/// A column of an enum's symbols, kept as indexes.
public struct DictionaryColumn: ~Copyable, ColumnBuilder {
    public let type: ColumnType
    @usableFromInline var indexes: PrimitiveColumn<Int32>

    /// - Parameter symbols: an enum whose raw values are the symbols, in the schema's order.
    public init<Symbols: CaseIterable & RawRepresentable>(
        _ symbols: Symbols.Type, isNullable: Bool = false
    ) where Symbols.RawValue == String {
        type = .dictionary(symbols: symbols.allCases.map(\.rawValue))
        indexes = PrimitiveColumn(type, isNullable: isNullable)
    }

    public var isNullable: Bool { indexes.isNullable }
    public var rows: Int { indexes.rows }
    public var byteCount: Int { indexes.byteCount }

    /// - Parameter index: a symbol's position; the reader has checked it.
    @inlinable
    public mutating func append(_ index: Int) { indexes.append(Int32(truncatingIfNeeded: index)) }

    @inlinable
    public mutating func appendNull() { indexes.appendNull() }

    public mutating func truncate(to rows: Int) { indexes.truncate(to: rows) }

    public mutating func view(named name: String) -> ColumnView { indexes.view(named: name) }
}
