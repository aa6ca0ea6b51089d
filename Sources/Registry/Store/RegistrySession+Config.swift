// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL

/// Settings of a subject, or of the registry as a whole. What is nil is not set.
struct SubjectConfig: Sendable, Hashable {
    var compatibility: CompatibilityLevel?
    /// Whether registered schemas are brought into normal form.
    var normalize: Bool?
}

extension RegistrySession {
    /// The settings of a subject, or of the registry. Nil if none were made.
    func config(_ subject: SubjectName) throws -> SubjectConfig? {
        let rows = try connection.query(
            "SELECT compatibility, normalize FROM sluice.registry_config WHERE subject = $1", [.text(subject.text)])
        guard let row = rows.first else { return nil }
        return SubjectConfig(
            compatibility: try row["compatibility"].optional.flatMap { CompatibilityLevel(try $0.text) },
            normalize: try row["normalize"].optional.map { try $0.bool })
    }

    /// The settings in force: each is the subject's, else the registry's, else the default.
    func effectiveConfig(_ subject: SubjectName) throws -> (compatibility: CompatibilityLevel, normalize: Bool) {
        let own = try config(subject)
        let global = try config(.registry)
        return (
            own?.compatibility ?? global?.compatibility ?? .backward, own?.normalize ?? global?.normalize ?? false
        )
    }

    func setConfig(_ subject: SubjectName, _ config: SubjectConfig) throws {
        try connection.query(
            """
            INSERT INTO sluice.registry_config (subject, compatibility, normalize) VALUES ($1, $2, $3)
            ON CONFLICT (subject) DO UPDATE SET compatibility = EXCLUDED.compatibility, normalize = EXCLUDED.normalize
            """,
            [
                .text(subject.text), .optional(config.compatibility?.rawValue),
                config.normalize.map { .bool($0) } ?? .null,
            ])
    }

    /// Removes the settings.
    func removeConfig(_ subject: SubjectName) throws {
        try connection.query("DELETE FROM sluice.registry_config WHERE subject = $1", [.text(subject.text)])
    }
}
