// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats

// Settings and modes of subjects, contexts and the registry.
extension RegistrySession {
    /// What holds for a place, from the rows that lead to it.
    static func settings(_ text: String?, of place: SubjectName, stamp: String) throws -> SettingsInForce {
        var settings = SettingsInForce(stamp: stamp)
        guard let text, case .array(let rows) = try JSONValue.parse(text) else { return settings }
        for row in rows {
            let found = PlaceSettings(config: config(row), mode: row.text("mode").flatMap { RegistryMode($0) })
            let isOwn = row.text("context") == place.context && row.text("subject") == place.name
            if row.text("subject") == "" {
                if row.text("context") == SubjectName.defaultContext { settings.registry = found }
                // The default context has the settings of the registry.
                if row.text("context") == place.context, !place.isInDefaultContext { settings.context = found }
            }
            if isOwn, !place.isContext { settings.own = found }
        }
        return settings
    }

    private static func config(_ row: JSONValue) -> SubjectConfig {
        func json(_ name: String) -> JSONValue? { row[name].flatMap { $0 == .null ? nil : $0 } }
        return SubjectConfig(
            compatibility: row.text("compatibility").flatMap { CompatibilityLevel($0) },
            policy: row.text("policy").flatMap { CompatibilityPolicy($0) },
            compatibilityGroup: row.text("compatibility_group"), normalize: row.flag("normalize"),
            validateFields: row.flag("validate_fields"), alias: row.text("alias"),
            defaultMetadata: json("default_metadata"), defaultRuleSet: json("default_rule_set"),
            overrideMetadata: json("override_metadata"), overrideRuleSet: json("override_rule_set"))
    }

    /// Replaces what is set at a place, and logs it as a change of config or mode; to be called with the place's lock.
    func replaceSettings(
        _ old: PlaceSettings, with new: PlaceSettings, at place: SubjectName, by actor: Actor
    ) throws {
        var revision: Int64?
        if old.config != new.config {
            revision = try log(
                "config", place, before: old.config.logged, after: new.config.logged, by: actor)
        }
        if old.mode != new.mode {
            revision = try log("mode", place, before: old.mode?.logged, after: new.mode?.logged, by: actor)
        }
        guard let revision else { return }
        guard !new.isEmpty else {
            try connection.queryPrepared(
                "DELETE FROM sluice.registry_settings WHERE context = $1 AND subject = $2", place.parameters)
            return
        }
        let config = new.config
        func json(_ value: JSONValue?) -> PostgresValue { value.map { .json($0.text()) } ?? .null }
        func flag(_ value: Bool?) -> PostgresValue { value.map { .bool($0) } ?? .null }
        try connection.queryPrepared(
            """
            INSERT INTO sluice.registry_settings (
                context, subject, compatibility, policy, compatibility_group, normalize, validate_fields, alias,
                default_metadata, override_metadata, default_rule_set, override_rule_set, mode, revision)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (context, subject) DO UPDATE SET
                compatibility = excluded.compatibility, policy = excluded.policy,
                compatibility_group = excluded.compatibility_group, normalize = excluded.normalize,
                validate_fields = excluded.validate_fields, alias = excluded.alias,
                default_metadata = excluded.default_metadata, override_metadata = excluded.override_metadata,
                default_rule_set = excluded.default_rule_set, override_rule_set = excluded.override_rule_set,
                mode = excluded.mode, revision = excluded.revision
            """,
            place.parameters + [
                .optional(config.compatibility?.rawValue), .optional(config.policy?.rawValue),
                .optional(config.compatibilityGroup), flag(config.normalize), flag(config.validateFields),
                .optional(config.alias), json(config.defaultMetadata), json(config.overrideMetadata),
                json(config.defaultRuleSet), json(config.overrideRuleSet), .optional(new.mode?.rawValue),
                .int(revision),
            ])
    }

    /// Subjects in a scope that have an alias, with the subjects that reads of them are led to; by context and name.
    func aliases(_ scope: SubjectScope) throws -> [(subject: SubjectName, target: SubjectName)] {
        try connection.queryPrepared(
            """
            SELECT s.context, s.subject, s.alias FROM sluice.registry_settings s
            WHERE \(scope.condition("s.context", "s.subject")) AND s.subject <> '' AND s.alias IS NOT NULL
            ORDER BY s.context, s.subject
            """, scope.parameters
        ).map { row in
            let subject = SubjectName(context: try row["context"].text, name: try row["subject"].text)
            return (subject, SubjectName(try row["alias"].text, in: subject.context))
        }
    }

    /// Subjects of a context that have a mode of their own.
    func subjectsWithMode(in context: String) throws -> [SubjectName] {
        try connection.queryPrepared(
            """
            SELECT subject FROM sluice.registry_settings
            WHERE context = $1 AND subject <> '' AND mode IS NOT NULL ORDER BY subject
            """, [.text(context)]
        ).map { SubjectName(context: context, name: try $0["subject"].text) }
    }
}

extension SubjectConfig {
    /// For the log: null where nothing is set.
    fileprivate var logged: JSONValue? { self == SubjectConfig() ? nil : json(levelName: "compatibility") }
}

extension RegistryMode {
    fileprivate var logged: JSONValue { ["mode": .string(rawValue)] }
}

extension JSONValue {
    fileprivate func text(_ name: String) -> String? {
        guard case .string(let text)? = self[name] else { return nil }
        return text
    }

    fileprivate func flag(_ name: String) -> Bool? {
        guard case .bool(let value)? = self[name] else { return nil }
        return value
    }
}
