// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Where operations read subjects and schemas: the mirror in memory, or a session that sees its own transaction.
protocol SchemaSource {
    func state(of subject: SubjectName) throws -> SubjectState

    /// The schemas of these ids, by id; what is not there is missing.
    func schemas(_ ids: [Int], in context: String) throws -> [Int: StoredSchema]

    /// The schema understood, from memory where it is there; else by `parse`, whose result may be kept.
    func parsed(_ schema: StoredSchema, by parse: () throws -> ParsedSchema) throws -> ParsedSchema
}

extension SchemaSource {
    func version(_ entry: SubjectState.Entry?, of subject: SubjectName) throws -> StoredVersion? {
        guard let entry, let schema = try schemas([entry.schemaID], in: subject.context)[entry.schemaID] else {
            return nil
        }
        return StoredVersion(
            subject: subject, version: entry.version, schema: schema, isDeleted: entry.isDeleted,
            createdAt: entry.createdAt)
    }

    /// Versions with their schemas, in the order of the entries.
    func versions(_ entries: [SubjectState.Entry], of subject: SubjectName) throws -> [StoredVersion] {
        let schemas = try schemas(entries.map(\.schemaID), in: subject.context)
        return entries.compactMap { entry in
            schemas[entry.schemaID].map {
                StoredVersion(
                    subject: subject, version: entry.version, schema: $0, isDeleted: entry.isDeleted,
                    createdAt: entry.createdAt)
            }
        }
    }
}
