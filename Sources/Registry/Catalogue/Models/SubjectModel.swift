// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A subject, and one of its versions in full.
struct SubjectModel: Sendable {
    var subject: SubjectName
    /// Nil if all versions are deleted.
    var latest: Int?
    /// The newest, deleted or not.
    var newest: Int
    /// A page of them, newest first.
    var versions: [VersionRow]
    /// Where the next page of versions begins.
    var olderThan: Int?
    var isFirstPage: Bool
    /// The version that is shown in full.
    var selected: VersionModel
    var settings: [SettingModel]
    /// A page of the log, newest first.
    var history: [ChangeModel]
    var historyOffset = 0
    var hasMoreHistory = false
    /// For commands to copy.
    var address: RegistryAddress

    struct VersionRow: Sendable {
        var version: Int
        var isDeleted: Bool
        var schemaID: Int
        var registered: ChangeModel
    }
}

/// How this registry is reached.
struct RegistryAddress: Sendable, Hashable {
    /// Scheme, host and port.
    var url: String
    /// Whether every request needs a key.
    var needsKey: Bool
}

/// A setting that holds, and where it comes from.
struct SettingModel: Sendable {
    enum Origin: Sendable, Hashable {
        case subject, context, registry, preset

        var text: String {
            switch self {
            case .subject: "this subject"
            case .context: "its context"
            case .registry: "the registry"
            case .preset: "default"
            }
        }
    }

    var name: String
    var value: String
    var origin: Origin
    var meaning: String
}

/// A version in full.
struct VersionModel: Sendable {
    var version: Int
    var isDeleted: Bool
    var schemaID: Int
    var guid: String
    var type: String
    var fields: FieldTable
    var text: SchemaLines
    var references: [ReferenceModel]
    var referrers: [SchemaIDModel.Place]
    var hasMoreReferrers = false
    /// As indented JSON; nil if there is none.
    var metadata: SchemaLines?
    var ruleSet: SchemaLines?
}

/// A use of another subject's version.
struct ReferenceModel: Sendable {
    var name: String
    var subject: SubjectName
    var version: Int
}

/// The fields of a schema, for reading.
struct FieldTable: Sendable {
    struct Section: Sendable {
        /// Such as `record Order`.
        var title: String
        var doc: String?
        var rows: [Row]
    }

    struct Row: Sendable {
        /// The field's path, which is unique in the table.
        var path: String
        /// The last part of it.
        var name: String
        /// How deep it is nested; 0 for the schema's own fields.
        var depth = 0
        /// Of Protobuf.
        var number: Int?
        var type: String
        /// As JSON text.
        var preset: String?
        var aliases: [String] = []
        var doc: String?
        /// What else must be known, such as an enum's symbols.
        var notes: [String] = []
    }

    var sections: [Section] = []
    /// Why there are none; nil if there are.
    var problem: String?
    /// Whether there are more rows than are shown.
    var isCut = false

    var hasNumbers: Bool { sections.contains { $0.rows.contains { $0.number != nil } } }
}
