// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats

/// A place in the log of changes. Positions grow in the order in which the feed gives changes; its text is an event's id.
struct ChangePosition: Sendable, Hashable, Comparable {
    /// PostgreSQL's number of the transaction.
    let transaction: Int64
    let number: Int64

    /// Before all changes.
    static let start = ChangePosition(transaction: 0, number: 0)

    init(transaction: Int64, number: Int64) {
        self.transaction = transaction
        self.number = number
    }

    /// Reads what `text` writes.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let transaction = Int64(parts[0]), let number = Int64(parts[1]), transaction >= 0,
            number >= 0
        else { return nil }
        self.init(transaction: transaction, number: number)
    }

    var text: String { "\(transaction)-\(number)" }

    static func < (left: ChangePosition, right: ChangePosition) -> Bool {
        (left.transaction, left.number) < (right.transaction, right.number)
    }

    var parameters: [PostgresValue] { [.text(String(transaction)), .int(number)] }
}

/// One entry of the log: what was changed, when, by whom, from where.
struct RegistryChange: Sendable, Hashable {
    enum Action: String, Sendable, Hashable, CaseIterable {
        case register
        /// Softly.
        case delete
        /// For good.
        case remove
        case undelete
        case config, mode
        case createContext = "create-context"
        case deleteContext = "delete-context"
    }

    let position: ChangePosition
    /// Microseconds since 1970.
    let at: Int64
    let actor: Actor
    let action: Action
    /// A context as a whole for changes of its settings; the registry's are the default context's.
    let subject: SubjectName
    /// Of changes to versions.
    let version, schemaID: Int?
    /// Settings as they were and as they became; nil where there were none.
    let before, after: JSONValue?
}
