// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What PostgreSQL, or the way to it, refused; the text names what was tried and what to do.
///
/// It carries the server's message, never the parameters of a statement (they may be keys or personal data).
public struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// What a caller may want to decide on.
    public enum Kind: Sendable, Hashable {
        /// No connection, or it was lost; whether a statement under way took effect is unknown.
        case unreachable
        /// A row with that key exists (SQLSTATE 23505).
        case uniqueViolation
        /// The transaction lost against a concurrent one and may be tried again (SQLSTATE 40001, 40P01).
        case serializationFailure
        /// A parameter can't be stored: its text has the character U+0000.
        case unstorable
        /// A result did not have the column or type that the caller asked for.
        case unexpectedResult
        /// The server refused for another reason; `sqlState` tells which.
        case other
    }

    public let kind: Kind
    /// The five characters of SQLSTATE (PostgreSQL, appendix A); nil if the error is not the server's.
    public let sqlState: String?
    /// What happened, in one sentence without the advice.
    public let message: String
    /// What a person may do about it.
    public let advice: String

    public var description: String { advice.isEmpty ? message : "\(message). \(advice)" }

    init(kind: Kind, sqlState: String? = nil, message: String, advice: String = "") {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
        self.advice = advice
    }
}

extension PostgresError {
    static func unreachable(_ detail: String) -> PostgresError {
        PostgresError(
            kind: .unreachable, message: "PostgreSQL can't be reached: \(detail)",
            advice: "Check that the server runs and that SLUICE_DATABASE names it")
    }

    static func lost(_ detail: String) -> PostgresError {
        PostgresError(
            kind: .unreachable, message: "The connection to PostgreSQL was lost: \(detail)",
            advice: "Whether the statement took effect is unknown; read before trying again")
    }

    static func unexpected(_ message: String) -> PostgresError {
        PostgresError(kind: .unexpectedResult, message: message)
    }

    /// An error that the server reported with a SQLSTATE.
    static func refused(sqlState: String, message: String) -> PostgresError {
        let kind: Kind =
            switch sqlState {
            case "23505": .uniqueViolation
            case "40001", "40P01": .serializationFailure
            // Class 08 is a connection exception; 57P01…57P03 is a server that goes down or is not up yet.
            case "57P01", "57P02", "57P03": .unreachable
            default: sqlState.hasPrefix("08") ? .unreachable : .other
            }
        let advice =
            switch sqlState {
            case "42P01", "3F000", "42703": "Run `sluice migrate`: the database lacks a table or column"
            case "28P01", "28000": "Check the user and password in SLUICE_DATABASE"
            case "53300": "Raise max_connections of the server or use smaller pools"
            case "57P01", "57P02", "57P03": "The server is going down or not up yet; try again"
            default: ""
            }
        return PostgresError(
            kind: kind, sqlState: sqlState, message: "PostgreSQL refused (\(sqlState)): \(message)", advice: advice)
    }
}
