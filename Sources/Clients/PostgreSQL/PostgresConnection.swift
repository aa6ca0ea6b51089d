// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CLibpq
internal import ClientTelemetry

/// One connection to PostgreSQL. Every call blocks its thread; a connection serves one thread at a time.
public final class PostgresConnection {
    private let handle: OpaquePointer
    /// Names of the statements that the server has parsed, by their text.
    private var prepared: [String: String] = [:]

    /// Connects.
    ///
    /// - Parameter url: `postgresql://user@host/db`, or with a socket directory `postgresql://user@/db?host=/dir`; libpq's
    ///   parameters are allowed in the query. The connection speaks UTF-8 and UTC.
    public init(url: String) throws(PostgresError) {
        // What stands before `dbname` is a default that the URL may override.
        let settings = [
            ("connect_timeout", "5"), ("application_name", "sluice"), ("keepalives_idle", "30"),
            ("tcp_user_timeout", "15000"), ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let connected = withCStrings(settings.map(\.0)) { names in
            withCStrings(settings.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let connected else { throw .unreachable("out of memory") }
        handle = connected
        guard PQstatus(handle) == CONNECTION_OK else { throw .unreachable(Self.message(of: handle)) }
        PQsetNoticeProcessor(
            handle, { _, text in Log("postgresql").debug(text.map { String(cString: $0) } ?? "") }, nil)
        try execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'")
    }

    deinit { PQfinish(handle) }

    /// Runs one statement with parameters `$1`, `$2`, …
    @discardableResult
    public func query(_ sql: String, _ parameters: [PostgresValue] = []) throws(PostgresError) -> PostgresRows {
        var wires: [PostgresValue.Wire] = []
        wires.reserveCapacity(parameters.count)
        for parameter in parameters { wires.append(try parameter.wire()) }
        let result = withParameters(wires) { types, values, lengths, formats in
            PQexecParams(handle, sql, Int32(wires.count), types, values, lengths, formats, 0)
        }
        return PostgresRows(result: try checked(result))
    }

    /// Runs one statement as `query`, which the server parses only the first time that this connection runs it.
    ///
    /// For texts that are written in the program: a connection keeps every one of them.
    @discardableResult
    public func queryPrepared(_ sql: String, _ parameters: [PostgresValue] = []) throws(PostgresError) -> PostgresRows {
        let name: String
        if let known = prepared[sql] {
            name = known
        } else {
            name = "s\(prepared.count)"
            _ = try checked(PQprepare(handle, name, sql, 0, nil))
            prepared[sql] = name
        }
        var wires: [PostgresValue.Wire] = []
        wires.reserveCapacity(parameters.count)
        for parameter in parameters { wires.append(try parameter.wire()) }
        let result = withParameters(wires) { _, values, lengths, formats in
            PQexecPrepared(handle, name, Int32(wires.count), values, lengths, formats, 0)
        }
        return PostgresRows(result: try checked(result))
    }

    /// Runs a script of statements separated by semicolons, without parameters, in one implicit transaction.
    public func execute(_ script: String) throws(PostgresError) {
        _ = try checked(PQexec(handle, script))
    }

    /// Runs the body in a transaction: commits when it returns, rolls back when it throws. Not to be nested.
    public func transaction<T>(
        isolation: PostgresIsolation = .readCommitted, _ body: (PostgresConnection) throws -> T
    ) throws -> T {
        guard PQtransactionStatus(handle) != PQTRANS_INTRANS else {
            throw PostgresError(kind: .other, message: "A transaction was begun inside another on the same connection")
        }
        try execute("BEGIN ISOLATION LEVEL \(isolation.rawValue)")
        let value: T
        do {
            value = try body(self)
        } catch {
            // The first error is the one to report; a connection that can't roll back is found broken by the pool.
            try? execute("ROLLBACK")
            throw error
        }
        _ = try checked(PQexec(handle, "COMMIT"), expectingTag: "COMMIT")
        return value
    }

    /// False once the connection is lost, also if the server closed it while it was idle. Takes no round trip.
    public var isUsable: Bool {
        // An idle connection has nothing to say, so anything readable is a notice, a notification or the end.
        PQstatus(handle) == CONNECTION_OK && PQconsumeInput(handle) == 1 && PQstatus(handle) == CONNECTION_OK
    }

    /// True between BEGIN and its end, or after an error within.
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Lets the body use the handle; it must not keep it.
    func withHandle<T>(_ body: (OpaquePointer) throws(PostgresError) -> T) throws(PostgresError) -> T {
        try body(handle)
    }

    /// The connection's last error in one line.
    static func message(of handle: OpaquePointer) -> String {
        PQerrorMessage(handle).map { oneLine(String(cString: $0)) } ?? "unknown error"
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: "; ")
    }

    private func checked(
        _ result: OpaquePointer?, expectingTag expected: String? = nil
    ) throws(PostgresError) -> PostgresResult {
        guard let result else { throw .lost(Self.message(of: handle)) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            // COMMIT of a transaction that an error had already ended answers ROLLBACK, which is no success.
            let tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
            let owned = PostgresResult(owning: result)
            guard expected == nil || tag == expected else {
                throw PostgresError(
                    kind: .other, sqlState: "25P02",
                    message: "The transaction was rolled back, because a statement in it had failed")
            }
            return owned
        default:
            defer { PQclear(result) }
            let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) }
            let primary = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
            guard let state, PQstatus(handle) == CONNECTION_OK || primary != nil else {
                throw .lost(Self.message(of: handle))
            }
            throw .refused(sqlState: state, message: Self.oneLine(primary ?? Self.message(of: handle)))
        }
    }
}

/// How strictly a transaction is kept apart from concurrent ones (PostgreSQL, chapter 13).
public enum PostgresIsolation: String, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
}
