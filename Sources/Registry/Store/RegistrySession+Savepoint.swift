// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL

extension RegistrySession {
    /// Marks a point of the transaction that `rollBack(to:)` returns to; the name is one word.
    func savepoint(_ name: String) throws {
        try connection.query("SAVEPOINT \(name)")
    }

    func rollBack(to savepoint: String) throws {
        try connection.query("ROLLBACK TO SAVEPOINT \(savepoint)")
    }
}
