// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/schemas` and `/schemas/ids`: schemas apart from, or across, subjects.
extension RegistryAPI {
    static let schemaEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/schemas", "listSchemas", listSchemas,
            "Versions with their schemas, by subject and version; with latestOnly, the newest of every subject.",
            query: [.subjectPrefix, .deleted, .latestOnly, .aliases, .offset, .pageLimit], answers: .versions),
        .init(
            "GET", "/schemas/ids/{id}", "getSchema", getSchema,
            "The schema of an id; of a softly deleted one too.", query: [.subject, .format, .fetchMaxID],
            answers: .schema, fails: [.schemaNotFound]),
        .init(
            "GET", "/schemas/ids/{id}/schema", "getSchemaText", getSchemaText, "The text of the schema of an id.",
            query: [.subject, .format], answers: .text, fails: [.schemaNotFound]),
        .init(
            "GET", "/schemas/ids/{id}/subjects", "listSubjectsOfSchema", listSubjectsOfSchema,
            "The subjects that have the schema.", query: [.subject, .deleted, .offset, .limit], answers: .names,
            fails: [.schemaNotFound]),
        .init(
            "GET", "/schemas/ids/{id}/versions", "listVersionsOfSchema", listVersionsOfSchema,
            "The versions of subjects that have the schema.", query: [.subject, .deleted, .offset, .limit],
            answers: .subjectVersions, fails: [.schemaNotFound]),
    ]

    private static let maxSchemas = 1000

    private func listSchemas(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let page = try call.page(maxLimit: Self.maxSchemas)
        let prefix = call.subjectPrefix()
        let (state, latestOnly) = (call.state(), call.flag("latestOnly"))
        let found = try readable(call, prefix: prefix, page) { prefix, page throws(RegistryError) in
            try store.read { try $0.versions(prefix: prefix, state, latestOnly: latestOnly, page) }
        }
        return .json(.array(found.map(call.replies.version)))
    }

    private func getSchema(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let schema = try schema(call)
        let maxID = call.flag("fetchMaxId") ? try store.read { try $0.maxSchemaID() } : nil
        return .json(call.replies.schema(try formatted(schema, call), maxID: maxID))
    }

    private func getSchemaText(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .text(try formatted(try schema(call), call).content.text)
    }

    private func listSubjectsOfSchema(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let subjects = try versions(call, page: .all).map(\.subject.text)
        let page = try call.page()
        // Sorted already: equal ones stand together.
        let unique = subjects.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        return .json(.strings(Array(unique.dropFirst(page.offset).prefix(page.limit ?? .max))))
    }

    private func listVersionsOfSchema(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let found = try versions(call, page: try call.page())
        return .json(
            .array(
                found.map { ["subject": .string($0.subject.text), "version": .init(integerLiteral: $0.version)] }))
    }

    /// The schema of the path's id; where a subject is given, one that the subject has.
    private func schema(_ call: RegistryCall) throws(RegistryError) -> StoredSchema {
        let id = try call.id()
        let schema = try registrar.schema(id: id)
        try checkReadable(id: id, call)
        guard let subject = call.text("subject"), !subject.isEmpty else { return schema }
        let name = SubjectName(subject, in: call.context)
        let page = Page(offset: 0, limit: 1)
        // Clients send a context alone to say where the id is from.
        guard !name.isContext else { return schema }
        let isThere = try store.read { !(try $0.versions(ofSchema: id, .any, subject: name, page).isEmpty) }
        guard isThere else { throw .schemaNotFound(id: id) }
        return schema
    }

    private func versions(_ call: RegistryCall, page: Page) throws(RegistryError) -> [StoredVersion] {
        let id = try call.id()
        _ = try registrar.schema(id: id)
        try checkReadable(id: id, call)
        let subject = call.text("subject").map { SubjectName($0, in: call.context) }
        let state = call.state()
        return try readable(call, page) { page throws(RegistryError) in
            try store.read { try $0.versions(ofSchema: id, state, subject: subject, page) }
        }
    }
}
