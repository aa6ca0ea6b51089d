// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A column of lists.
public struct ListColumn<Item: ColumnBuilder & ~Copyable>: ~Copyable, ColumnBuilder {
    @usableFromInline var validity: Validity
    @usableFromInline var offsets = ColumnBuffer()
    /// The items of all lists, one after the other.
    @usableFromInline var items: Item

    public init(_ items: consuming Item, isNullable: Bool = false) {
        self.items = items
        validity = Validity(isNullable: isNullable)
        offsets.append(Int32(0))
    }

    public var type: ColumnType { .list(ColumnField("element", items.type, isNullable: items.isNullable)) }
    public var isNullable: Bool { validity.isNullable }
    public var rows: Int { validity.rows }
    public var byteCount: Int { mutating get { items.byteCount + offsets.count + validity.byteCount } }

    /// Reads an array and appends it as a row.
    ///
    /// - Parameter minimumBytes: what an item takes at least on the wire.
    @inlinable
    public mutating func append(
        from reader: inout AvroReader, at field: StaticString = "", minimumBytes: Int = 1,
        _ appendItem: (inout Item, inout AvroReader) throws(CodecError) -> Void
    ) throws(CodecError) {
        var total = 0
        while true {
            let count = try reader.blockCount(at: field, minimumBytes: minimumBytes, before: total)
            if count == 0 { break }
            for index in 0..<count {
                do throws(CodecError) {
                    try appendItem(&items, &reader)
                } catch {
                    throw error.within("[\(total &+ index)]").within(field.description)
                }
            }
            total &+= count
        }
        try endList()
    }

    /// Ends the row's list: what has been appended to `items` since the last row is its items.
    @inlinable
    mutating func endList() throws(CodecError) {
        guard items.rows <= Int(Int32.max) else { throw CodecError(offset: 0, reason: .columnFull) }
        offsets.append(Int32(truncatingIfNeeded: items.rows))
        validity.append(true)
    }

    @inlinable
    public mutating func appendNull() {
        offsets.append(Int32(truncatingIfNeeded: items.rows))
        validity.append(false)
    }

    public mutating func truncate(to rows: Int) {
        // Items of a list that was not ended are dropped too.
        validity.truncate(to: rows)
        offsets.count = min(offsets.count, (rows + 1) * 4)
        items.truncate(to: Int(offsets.base.load(fromByteOffset: offsets.count - 4, as: Int32.self)))
    }

    public mutating func view(named name: String) -> ColumnView {
        let children = [items.view(named: "element")]
        return ColumnView(
            field: ColumnField(name, type, isNullable: isNullable), rows: rows, nullCount: validity.nullCount,
            validity: validity.view, buffers: [offsets.view], children: children)
    }
}

/// A column of maps from strings.
public struct MapColumn<Value: ColumnBuilder & ~Copyable>: ~Copyable, ColumnBuilder {
    @usableFromInline var validity: Validity
    @usableFromInline var offsets = ColumnBuffer()
    /// The keys of all maps, one after the other; as many as there are values.
    @usableFromInline var keys = BytesColumn(.string)
    @usableFromInline var values: Value

    public init(_ values: consuming Value, isNullable: Bool = false) {
        self.values = values
        validity = Validity(isNullable: isNullable)
        offsets.append(Int32(0))
    }

    public var type: ColumnType { .map(ColumnField("value", values.type, isNullable: values.isNullable)) }
    public var isNullable: Bool { validity.isNullable }
    public var rows: Int { validity.rows }
    public var byteCount: Int {
        mutating get { keys.byteCount + values.byteCount + offsets.count + validity.byteCount }
    }

    /// Reads a map and appends it as a row.
    @inlinable
    public mutating func append(
        from reader: inout AvroReader, at field: StaticString = "",
        _ appendValue: (inout Value, inout AvroReader) throws(CodecError) -> Void
    ) throws(CodecError) {
        while true {
            let count = try reader.blockCount(at: field, minimumBytes: 1, before: 0)
            if count == 0 { break }
            for _ in 0..<count {
                try keys.append(try reader.utf8(at: field))
                do throws(CodecError) {
                    try appendValue(&values, &reader)
                } catch {
                    throw error.within(field.description)
                }
            }
        }
        guard values.rows <= Int(Int32.max) else { throw CodecError(offset: 0, reason: .columnFull) }
        offsets.append(Int32(truncatingIfNeeded: values.rows))
        validity.append(true)
    }

    @inlinable
    public mutating func appendNull() {
        offsets.append(Int32(truncatingIfNeeded: values.rows))
        validity.append(false)
    }

    public mutating func truncate(to rows: Int) {
        validity.truncate(to: rows)
        offsets.count = min(offsets.count, (rows + 1) * 4)
        let entries = Int(offsets.base.load(fromByteOffset: offsets.count - 4, as: Int32.self))
        keys.truncate(to: entries)
        values.truncate(to: entries)
    }

    public mutating func view(named name: String) -> ColumnView {
        let children = [keys.view(named: "key"), values.view(named: "value")]
        return ColumnView(
            field: ColumnField(name, type, isNullable: isNullable), rows: rows, nullCount: validity.nullCount,
            validity: validity.view, buffers: [offsets.view], children: children)
    }
}

/// A column of records: a column for each field.
public struct StructColumn<Fields: RecordColumns & ~Copyable>: ~Copyable, ColumnBuilder {
    @usableFromInline var validity: Validity
    /// One column a field, all of as many rows.
    @usableFromInline var fields = Fields()

    public init(isNullable: Bool = false) { validity = Validity(isNullable: isNullable) }

    public var type: ColumnType { .structure(Fields.fields) }
    public var isNullable: Bool { validity.isNullable }
    public var rows: Int { validity.rows }
    public var byteCount: Int { mutating get { fields.byteCount + validity.byteCount } }

    /// Reads a record and appends it.
    @inlinable
    public mutating func append(from reader: inout AvroReader, at field: StaticString = "") throws(CodecError) {
        try reader.nested(at: field) { reader throws(CodecError) in try fields.append(from: &reader) }
        validity.append(true)
    }

    @inlinable
    public mutating func appendNull() {
        fields.appendNull()
        validity.append(false)
    }

    public mutating func truncate(to rows: Int) {
        validity.truncate(to: rows)
        fields.truncate(to: rows)
    }

    public mutating func view(named name: String) -> ColumnView {
        let children = fields.views()
        return ColumnView(
            field: ColumnField(name, type, isNullable: isNullable), rows: rows, nullCount: validity.nullCount,
            validity: validity.view, buffers: [], children: children)
    }
}
