// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL

extension RegistrySession {
    /// The names of contexts, the default one first: its name is the shortest.
    func contexts() throws -> [String] {
        try connection.queryPrepared(
            "SELECT name FROM sluice.registry_contexts WHERE deleted_at IS NULL ORDER BY name"
        ).map { try $0["name"].text }
    }

    /// Deletes a context that has no subjects; its settings go with it.
    ///
    /// - Returns: whether it was empty; nil if there is no such context.
    func deleteContext(_ name: String, by actor: Actor) throws -> Bool? {
        // Who registers in the context has this lock, shared.
        try connection.queryPrepared(
            "SELECT pg_advisory_xact_lock(hashtextextended('sluice.context:' || $1, 0))", [.text(name)])
        guard try contexts().contains(name) else { return nil }
        let isEmpty = try connection.queryPrepared(
            """
            SELECT NOT EXISTS (SELECT FROM sluice.registry_subjects WHERE context = $1) AS is_empty
            """, [.text(name)]
        ).one()["is_empty"].bool
        guard isEmpty else { return false }
        try connection.queryPrepared("DELETE FROM sluice.registry_settings WHERE context = $1", [.text(name)])
        try connection.queryPrepared(
            "UPDATE sluice.registry_contexts SET deleted_at = now() WHERE name = $1", [.text(name)])
        try log("delete-context", SubjectName(context: name, name: ""), by: actor)
        return true
    }
}
