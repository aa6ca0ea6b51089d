// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The columns of a record's fields: generated, one builder a field.
public protocol RecordColumns: ~Copyable {
    init()
    /// Reads one record off the wire and appends a row to each column.
    ///
    /// After an error some columns have the row and some have not: `truncate(to:)` makes them even again.
    mutating func append(from reader: inout AvroReader) throws(CodecError)
    /// Shows every column to the visitor, in the schema's order.
    mutating func visit(_ visitor: inout some ColumnVisitor)
}

/// Something that is done with every column of a record.
public protocol ColumnVisitor {
    mutating func visit<Column: ColumnBuilder & ~Copyable>(_ column: inout Column, named name: StaticString)
}

extension RecordColumns where Self: ~Copyable {
    /// Name, type and nullability of each column.
    public static var fields: [ColumnField] {
        var columns = Self()
        var visitor = FieldCollector()
        columns.visit(&visitor)
        return visitor.fields
    }

    /// Memory in use by the rows, in bytes.
    public var byteCount: Int {
        mutating get {
            var visitor = ByteCounter()
            visit(&visitor)
            return visitor.count
        }
    }

    /// Appends a row of nulls and placeholders, under a parent that is null.
    public mutating func appendNull() {
        var visitor = NullAppender()
        visit(&visitor)
    }

    /// Drops the rows after the first `rows`.
    public mutating func truncate(to rows: Int) {
        var visitor = Truncation(rows: rows)
        visit(&visitor)
    }

    /// The columns in Arrow's layout, valid until one of them changes.
    public mutating func views() -> [ColumnView] {
        var visitor = ViewCollector()
        visit(&visitor)
        return visitor.views
    }
}

private struct FieldCollector: ColumnVisitor {
    var fields: [ColumnField] = []

    mutating func visit<Column: ColumnBuilder & ~Copyable>(_ column: inout Column, named name: StaticString) {
        fields.append(ColumnField(name.description, column.type, isNullable: column.isNullable))
    }
}

private struct ByteCounter: ColumnVisitor {
    var count = 0

    mutating func visit<Column: ColumnBuilder & ~Copyable>(_ column: inout Column, named name: StaticString) {
        count += column.byteCount
    }
}

private struct NullAppender: ColumnVisitor {
    mutating func visit<Column: ColumnBuilder & ~Copyable>(_ column: inout Column, named name: StaticString) {
        column.appendNull()
    }
}

private struct Truncation: ColumnVisitor {
    let rows: Int

    mutating func visit<Column: ColumnBuilder & ~Copyable>(_ column: inout Column, named name: StaticString) {
        column.truncate(to: rows)
    }
}

private struct ViewCollector: ColumnVisitor {
    var views: [ColumnView] = []

    mutating func visit<Column: ColumnBuilder & ~Copyable>(_ column: inout Column, named name: StaticString) {
        views.append(column.view(named: name.description))
    }
}
