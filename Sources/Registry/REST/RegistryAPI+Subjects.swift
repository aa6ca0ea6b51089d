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
        let state = call.state()
        let found = try readable(call, call.subjectScope(), try call.page()) { scope, page throws(RegistryError) in
            try registrar.subjects(scope, state, page)
        }
        return .json(.strings(found.map(\.text)))
    }

    private func lookUp(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let request = try schemaRequest(call)
        let found = try registrar.lookup(
            request, under: call.subject, normalize: call.flag("normalize"), includeDeleted: call.flag("deleted"))
        try checkReadable(found.subject, call)
        return .json(call.replies.version(try formatted(found, call)))
    }

    private func deleteSubject(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(
            .numbers(
                try registrar.deleteSubject(call.subject, permanently: call.flag("permanent"), by: call.actor)))
    }

    /// The query gives the properties as pairs of `key` and `value`.
    private func getLatestByMetadata(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let (keys, values) = (call.texts("key"), call.texts("value"))
        guard keys.count == values.count else { throw .badRequest("Each \"key\" needs a \"value\".") }
        let found = try registrar.latest(
            of: call.subject, withProperties: Array(zip(keys, values)), call.state())
        try checkReadable(found.subject, call)
        return .json(call.replies.version(try formatted(found, call)))
    }
}
