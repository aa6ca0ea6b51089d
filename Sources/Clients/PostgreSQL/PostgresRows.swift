// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CLibpq

/// What a statement returned: rows in the server's order, and how many rows it changed.
public struct PostgresRows: Sendable, RandomAccessCollection {
    let result: PostgresResult

    /// Rows that INSERT, UPDATE, DELETE or SELECT touched; 0 for other statements.
    public var affectedRows: Int { result.affectedRows }
    public var columnNames: [String] { result.columnNames }

    public var startIndex: Int { 0 }
    public var endIndex: Int { result.rowCount }
    public subscript(index: Int) -> PostgresRow {
        precondition(index >= 0 && index < result.rowCount, "row \(index) of \(result.rowCount)")
        return PostgresRow(result: result, index: index)
    }

    /// The only row. Throws `unexpectedResult` if there is none or more than one.
    public func one() throws(PostgresError) -> PostgresRow {
        guard count == 1 else { throw .unexpected("Expected one row from PostgreSQL, found \(count)") }
        return self[0]
    }
}

/// One row of a result; `try row["version"].int` reads a column.
public struct PostgresRow: Sendable {
    let result: PostgresResult
    let index: Int

    public subscript(name: String) -> PostgresCell {
        get throws(PostgresError) {
            guard let column = result.columnNumbers[name] else {
                throw .unexpected(
                    "The result has no column \"\(name)\"; it has \(result.columnNames.joined(separator: ", "))")
            }
            return PostgresCell(name: name, value: result.value(row: index, column: column))
        }
    }
}

/// One column of one row; the accessors convert and throw `unexpectedResult` if the value is null or of another type.
public struct PostgresCell: Sendable {
    let name: String
    /// The server's text form; nil is null.
    let value: String?

    public var isNull: Bool { value == nil }
    /// Nil if the value is null, so that `try row["deleted_at"].optional?.timestampMicros` reads a nullable column.
    public var optional: PostgresCell? { value == nil ? nil : self }

    public var text: String { get throws(PostgresError) { try present("text") } }
    public var int: Int64 { get throws(PostgresError) { try converted("an integer") { Int64($0) } } }
    public var int32: Int32 { get throws(PostgresError) { try converted("a 32-bit integer") { Int32($0) } } }
    public var double: Double { get throws(PostgresError) { try converted("a number") { Double($0) } } }
    public var bool: Bool {
        get throws(PostgresError) { try converted("a boolean") { $0 == "t" ? true : $0 == "f" ? false : nil } }
    }
    /// The bytes of a bytea.
    public var bytes: [UInt8] { get throws(PostgresError) { try converted("bytea", Self.unhexed) } }
    /// Microseconds since 1970-01-01T00:00:00Z, of a timestamptz.
    public var timestampMicros: Int64 {
        get throws(PostgresError) { try converted("a timestamp with time zone", PostgresTimestamp.microseconds) }
    }

    private func present(_ expected: String) throws(PostgresError) -> String {
        guard let value else { throw .unexpected("Column \"\(name)\" is null where \(expected) was expected") }
        return value
    }

    private func converted<T>(_ expected: String, _ convert: (String) -> T?) throws(PostgresError) -> T {
        guard let converted = convert(try present(expected)) else {
            throw .unexpected("Column \"\(name)\" does not hold \(expected)")
        }
        return converted
    }

    /// PostgreSQL's hex form of bytea: `\x` and two digits a byte.
    private static func unhexed(_ text: String) -> [UInt8]? {
        guard text.hasPrefix("\\x") else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 2)
        var high: UInt8?
        for digit in text.utf8.dropFirst(2) {
            let nibble: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | nibble)
                high = nil
            } else {
                high = nibble
            }
        }
        return high == nil ? bytes : nil
    }
}

/// Owns a `PGresult`. It is never changed after it was made, and libpq reads of it take no state along, so threads share
/// it: that is why `@unchecked Sendable` holds.
final class PostgresResult: @unchecked Sendable {
    private let handle: OpaquePointer
    let rowCount: Int
    let columnNames: [String]
    let columnNumbers: [String: Int]
    let affectedRows: Int

    /// Takes ownership of a successful result.
    init(owning handle: OpaquePointer) {
        self.handle = handle
        rowCount = Int(PQntuples(handle))
        columnNames = (0..<PQnfields(handle)).map { column in PQfname(handle, column).map { String(cString: $0) } ?? ""
        }
        columnNumbers = Dictionary(columnNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        affectedRows = PQcmdTuples(handle).flatMap { Int(String(cString: $0)) } ?? 0
    }

    deinit { PQclear(handle) }

    func value(row: Int, column: Int) -> String? {
        guard row >= 0, row < rowCount, column >= 0, column < columnNames.count else { return nil }
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(handle, row, column) == 0, let start = PQgetvalue(handle, row, column) else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(handle, row, column)))
        return String(decoding: bytes, as: UTF8.self)
    }
}
