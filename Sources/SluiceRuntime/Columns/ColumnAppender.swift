// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Turns encoded events into columns: rows are appended from the wire, and lent out together.
///
/// Not thread-safe; one thread owns it.
public protocol ColumnAppender: AnyObject {
    init()
    /// Name, type and nullability of each column.
    static var fields: [ColumnField] { get }
    /// Whole rows appended.
    var rows: Int { get }
    /// Memory in use by the rows, in bytes. It visits every column: ask once in a while, not per row.
    var byteCount: Int { get }
    /// Reads one record and appends it. After an error the columns are as they were before.
    func append(from reader: inout AvroReader) throws(CodecError)
    /// Forgets the rows and keeps the memory.
    func removeAll()
    /// Lends the columns in Arrow's layout.
    func withColumns<Result>(_ body: ([ColumnView]) throws -> Result) rethrows -> Result
}

/// The appender of a record's generated columns.
public final class ColumnBatch<Record: RecordColumns & ~Copyable>: ColumnAppender {
    private var columns = Record()
    public private(set) var rows = 0

    public init() {}

    public static var fields: [ColumnField] { Record.fields }

    public var byteCount: Int { columns.byteCount }

    public func append(from reader: inout AvroReader) throws(CodecError) {
        do throws(CodecError) {
            // One access of the class's property for the whole record; the columns in it are plain struct fields.
            try columns.append(from: &reader)
            rows += 1
        } catch {
            columns.truncate(to: rows)
            throw error
        }
    }

    public func removeAll() {
        columns.truncate(to: 0)
        rows = 0
    }

    public func withColumns<Result>(_ body: ([ColumnView]) throws -> Result) rethrows -> Result {
        try body(columns.views())
    }
}
