// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import Formats

extension CatalogueReader {
    /// A subject with one of its versions: the latest, or of a deleted subject the newest, if none is named.
    func subject(
        _ name: SubjectName, _ version: VersionName?, versionsBefore: Int?, historyOffset: Int,
        address: RegistryAddress,
        _ principal: Principal
    ) throws(RegistryError) -> SubjectModel {
        let state = try registrar.mirror.subject(name).state
        guard let newest = state.entries.last else { throw .subjectNotFound(name) }
        let entry =
            switch version {
            case nil: state.latest ?? newest
            case .latest?: state.latest
            case .number(let number)?: state.entry(number)
            }
        guard let entry, let stored = try registrar.mirror.version(entry, in: state) else {
            throw .versionNotFound(version?.number ?? -1)
        }
        let older = state.entries.reversed().drop { $0.version >= versionsBefore ?? .max }
        let shown = Array(older.prefix(CataloguePaging.rows))
        let history = try registrar.audit(name, Page(offset: historyOffset, limit: CataloguePaging.rows + 1))
        return SubjectModel(
            subject: name, latest: state.latest?.version, newest: newest.version,
            versions: try rows(shown, of: name),
            olderThan: older.count > shown.count ? shown.last?.version : nil, isFirstPage: versionsBefore == nil,
            selected: try self.version(stored, principal), settings: Self.settings(state.settings, of: name),
            history: history.prefix(CataloguePaging.rows).map(Self.change), historyOffset: historyOffset,
            hasMoreHistory: history.count > CataloguePaging.rows, address: address)
    }

    /// The subject that an alias leads to from one that has no versions of its own; nil if it has, or there is none.
    func aliased(_ name: SubjectName) throws(RegistryError) -> SubjectName? {
        guard try !registrar.mirror.subject(name).state.hasVersions else { return nil }
        let target = try registrar.aliased(name)
        return try registrar.mirror.subject(target).state.hasVersions ? target : nil
    }

    private func rows(
        _ entries: [SubjectState.Entry], of subject: SubjectName
    ) throws(RegistryError) -> [SubjectModel.VersionRow] {
        guard let first = entries.first, let last = entries.last else { return [] }
        let changes = try registrar.store.read {
            try $0.registrations(of: subject, from: last.version, to: first.version, limit: entries.count)
        }
        // A number may have been given before all versions were deleted for good: the newest entry is the one.
        let byVersion = Dictionary(changes.map { ($0.version ?? 0, $0) }, uniquingKeysWith: { newer, _ in newer })
        return entries.map { entry in
            let change = byVersion[entry.version].map(Self.change)
            return SubjectModel.VersionRow(
                version: entry.version, isDeleted: entry.isDeleted, schemaID: entry.schemaID,
                registered: change ?? ChangeModel(at: entry.createdAt, actor: "unknown", what: "registered"))
        }
    }

    // MARK: A version

    private func version(_ stored: StoredVersion, _ principal: Principal) throws(RegistryError) -> VersionModel {
        let schema = stored.schema
        let referrers = try registrar.store.read {
            try $0.referrers(
                to: stored.subject, version: stored.version, .any, Page(offset: 0, limit: CataloguePaging.rows + 1))
        }
        return VersionModel(
            version: stored.version, isDeleted: stored.isDeleted, schemaID: schema.id, guid: schema.guid,
            type: schema.content.type.rawValue, fields: fields(of: schema), text: SchemaLines(schema.content),
            references: schema.content.references.map {
                ReferenceModel(
                    name: $0.name, subject: SubjectName($0.subject, in: schema.context), version: $0.version)
            },
            referrers: try places(of: Array(referrers.prefix(CataloguePaging.rows)), principal),
            hasMoreReferrers: referrers.count > CataloguePaging.rows,
            metadata: schema.content.metadata.map { SchemaLines(json: $0) },
            ruleSet: schema.content.ruleSet.map { SchemaLines(json: $0) })
    }

    /// The schema understood; nil with the reason if it can't be any more.
    func parsed(_ schema: StoredSchema) -> Result<ParsedSchema, RegistryError> {
        Result { () throws(RegistryError) in
            try registrar.reading {
                try SchemaParser(source: registrar.mirror, context: schema.context, allowsDeleted: true).parsed(schema)
            }
        }
    }

    private func fields(of schema: StoredSchema) -> FieldTable {
        switch parsed(schema) {
        case .success(.avro(let avro)): FieldTable(avro)
        case .success(.protobuf(let protobuf)): FieldTable(protobuf)
        case .failure(let error): FieldTable(problem: error.message)
        }
    }

    /// Where schemas are registered that the principal may read, each once.
    private func places(
        of keys: [SchemaKey], _ principal: Principal
    ) throws(RegistryError) -> [SchemaIDModel.Place] {
        var places: [SchemaIDModel.Place] = []
        for key in keys {
            let found = try registrar.store.read {
                try $0.versions(ofSchema: key, .any, subject: nil, Page(offset: 0, limit: 5))
            }
            places += found.filter { principal.may(.read, $0.subject.text) }
                .map { .init(subject: $0.subject, version: $0.version) }
        }
        return places
    }

    // MARK: Log and settings

    static func change(_ change: RegistryChange) -> ChangeModel {
        ChangeModel(
            at: change.at, actor: change.actor.name, address: change.actor.remoteAddress, what: change.action.word,
            version: change.version, detail: change.after.map { String($0.text().prefix(500)) })
    }

    static func settings(_ settings: SettingsInForce, of subject: SubjectName) -> [SettingModel] {
        func origin<Value>(_ value: (PlaceSettings) -> Value?) -> SettingModel.Origin {
            if value(settings.own) != nil { return .subject }
            if value(settings.context) != nil { return .context }
            return value(settings.registry) != nil ? .registry : .preset
        }
        let config = settings.config
        let level = config.compatibility ?? .backward
        let policy = config.policy ?? .confluent
        var models = [
            SettingModel(
                name: "compatibility", value: level.rawValue, origin: origin(\.config.compatibility),
                meaning: level.meaning),
            SettingModel(
                name: "policy", value: policy.rawValue, origin: origin(\.config.policy),
                meaning: "By which rules versions are compared."),
            SettingModel(
                name: "mode", value: settings.mode.rawValue, origin: origin(\.mode), meaning: settings.mode.meaning),
            SettingModel(
                name: "normalize", value: config.normalize == true ? "true" : "false",
                origin: origin(\.config.normalize), meaning: "Whether schemas are brought into normal form first."),
        ]
        func add(_ name: String, _ value: String?, _ origin: SettingModel.Origin, _ meaning: String) {
            guard let value else { return }
            models.append(SettingModel(name: name, value: String(value.prefix(500)), origin: origin, meaning: meaning))
        }
        add(
            "compatibilityGroup", config.compatibilityGroup, origin(\.config.compatibilityGroup),
            "Only versions whose metadata property of this name is equal are compared.")
        add("alias", config.alias, origin(\.config.alias), "Reads of this subject are led to that one.")
        add(
            "validateFields", config.validateFields.map { $0 ? "true" : "false" }, origin(\.config.validateFields),
            "Whether names that the metadata reserves are kept from fields.")
        add(
            "defaultMetadata", config.defaultMetadata?.text(), origin(\.config.defaultMetadata),
            "Metadata of versions that have none of their own.")
        add(
            "overrideMetadata", config.overrideMetadata?.text(), origin(\.config.overrideMetadata),
            "Metadata that wins over that of versions.")
        add(
            "defaultRuleSet", config.defaultRuleSet?.text(), origin(\.config.defaultRuleSet),
            "Rules of versions that have none of their own.")
        add(
            "overrideRuleSet", config.overrideRuleSet?.text(), origin(\.config.overrideRuleSet),
            "Rules that win over those of versions.")
        return models
    }
}

extension CompatibilityLevel {
    /// What it asks of a new version.
    fileprivate var meaning: String {
        switch self {
        case .none: "Any schema may follow."
        case .backward: "A new version reads what the one before it wrote."
        case .backwardTransitive: "A new version reads what all before it wrote."
        case .forward: "The version before reads what a new one writes."
        case .forwardTransitive: "All versions before read what a new one writes."
        case .full: "A new version and the one before it read each other."
        case .fullTransitive: "All versions read each other."
        }
    }
}

extension RegistryMode {
    fileprivate var meaning: String {
        switch self {
        case .readWrite: "New versions are taken."
        case .readOnly: "Nothing can be registered or deleted."
        case .readOnlyOverride: "Nothing can be registered or deleted, in the whole registry."
        case .importing: "Versions are taken with the ids that they had elsewhere, unchecked."
        case .forward: "Writes belong to another registry that this one follows."
        }
    }
}
