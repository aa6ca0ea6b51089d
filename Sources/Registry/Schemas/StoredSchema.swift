// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A schema that has an id.
struct StoredSchema: Sendable {
    var id: Int
    var guid: String
    var content: SchemaContent
    /// Microseconds since 1970.
    var createdAt: Int64
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
