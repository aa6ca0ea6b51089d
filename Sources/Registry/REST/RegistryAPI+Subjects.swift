// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/subjects` and `/subjects/{s}`.
extension RegistryAPI {
    static let subjectEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/subjects", "listSubjects", listSubjects, "The subjects, in the order of their bytes.",
            query: [.subjectPrefix, .deleted, .deletedOnly, .offset, .limit], answers: .names),
        .init(
            "POST", "/subjects/{subject}", "lookUp", lookUp, "The version of a subject that has the schema.",
            query: [.normalize, .format, .deleted], body: .schemaRequest, answers: .version,
            fails: [.subjectNotFound, .schemaNotFound, .invalidSchema, .schemaTooLarge]),
        .init(
            "GET", "/subjects/{subject}/metadata", "getLatestByMetadata", getLatestByMetadata,
            "The newest version whose metadata has all the properties.", query: [.key, .value, .format, .deleted],
            answers: .version, fails: [.subjectNotFound, .schemaNotFound]),
        .init(
            "DELETE", "/subjects/{subject}", "deleteSubject", deleteSubject,
            "Deletes a subject's versions and answers their numbers: softly first, then for good.",
            query: [.permanent], answers: .numbers,
            fails: [
                .subjectNotFound, .subjectSoftDeleted, .subjectNotSoftDeleted, .operationNotPermitted,
                .referenceExists,
            ], needs: .write),
    ]

    private func listSubjects(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let (prefix, state, page) = (call.subjectPrefix(), call.state(), try call.page())
        guard !prefix.unicodeScalars.contains("\0") else { return .json([]) }
        let found = try readable(call, prefix: prefix, page) { prefix, page throws(RegistryError) in
            try store.read { try $0.subjects(prefix: prefix, state, page) }
        }
        return .json(.strings(found))
    }

    private func lookUp(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let request = try SchemaRequest(call.body(), maxBytes: configuration.maxSchemaBytes)
        let found = try registrar.lookup(
            request, under: call.subject, normalize: call.flag("normalize"), includeDeleted: call.flag("deleted"))
        return .json(call.replies.version(try formatted(found, call)))
    }

    private func deleteSubject(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(
            .numbers(
                try registrar.deleteSubject(call.subject, permanently: call.flag("permanent"), by: call.actor)))
    }

    private func getLatestByMetadata(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(call.replies.version(try formatted(try latest(of: call.subject, byMetadata: call), call)))
    }

    /// The newest version whose metadata has all the properties that the query gives as pairs of `key` and `value`.
    private func latest(
        of subject: SubjectName, byMetadata call: RegistryCall
    ) throws(RegistryError) -> StoredVersion {
        let keys = call.texts("key")
        let values = call.texts("value")
        guard keys.count == values.count else { throw .badRequest("Each \"key\" needs a \"value\".") }
        let state = call.state()
        let versions = try store.read { try $0.versions(of: subject, state) }
        guard !versions.isEmpty else { throw .subjectNotFound(subject) }
        let found = versions.last { version in
            zip(keys, values).allSatisfy { key, value in
                version.schema.content.metadata?["properties"]?[key] == .string(value)
            }
        }
        guard let found else { throw .schemaNotFound }
        return found
    }
}
