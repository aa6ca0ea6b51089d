// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A schema that has an id.
struct StoredSchema: Sendable {
    /// The context that the id is of.
    var context = SubjectName.defaultContext
    var id: Int
    var guid: String
    var content: SchemaContent
    /// Microseconds since 1970.
    var createdAt: Int64

    var key: SchemaKey { SchemaKey(context: context, id: id) }
}

/// An id with the context that it is of.
struct SchemaKey: Sendable, Hashable {
    var context: String
    var id: Int
}

/// A version of a subject.
struct StoredVersion: Sendable {
    var subject: SubjectName
    var version: Int
    var schema: StoredSchema
    var isDeleted: Bool
    /// Microseconds since 1970.
    var createdAt: Int64
}
