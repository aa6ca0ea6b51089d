// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A page of the list of subjects.
struct SubjectListModel: Sendable {
    struct Row: Sendable {
        var subject: SubjectName
        /// The latest version; of a deleted subject the newest deleted one.
        var version: Int
        var type: String
        /// The level in force, and whether the subject itself sets it.
        var level: String
        var hasOwnLevel: Bool
        var change: ChangeModel?
        /// Whether all versions are deleted.
        var isDeleted: Bool
    }

    var query: SubjectQuery
    /// To choose from; empty if there is none but the default one.
    var contexts: [String] = []
    var rows: [Row]
    var previous: SubjectName?
    var next: SubjectName?
    /// The id that the text may mean.
    var schemaID: Int? { Int(query.text).flatMap { $0 > 0 && $0 <= Int32.max ? $0 : nil } }
}

/// What was done, when, by whom, from where.
struct ChangeModel: Sendable {
    /// Microseconds since 1970.
    var at: Int64
    var actor: String
    var address: String = ""
    /// A word for people, such as "registered".
    var what: String
    var version: Int?
    /// Of settings: what they became, as JSON text; nil if they were removed, or nothing was set.
    var detail: String?
}

/// The contexts of the registry.
struct ContextListModel: Sendable {
    struct Row: Sendable {
        var name: String
        var level: String
        var hasOwnLevel: Bool
        var mode: String
        var hasOwnMode: Bool
    }

    var rows: [Row]
    var next: Int?
    var previous: Int?
}

/// A schema of an id: where it is registered.
struct SchemaIDModel: Sendable {
    var context: String
    var id: Int
    var guid: String
    var type: String
    var places: [Place]
    /// Whether there are more than are shown.
    var hasMore: Bool
    var text: SchemaLines

    struct Place: Sendable {
        var subject: SubjectName
        var version: Int
    }
}
