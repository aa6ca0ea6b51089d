// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/schemas`: by id, by guid, and all of them.
extension RegistryAPI {
    private static let maxSchemas = 1000

    func schemas(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        try call.allow("GET")
        let replies = RegistryReplies(isNew: call.readsNewMembers)
        switch call.route {
        case .schemas:
            let page = try call.page(maxLimit: Self.maxSchemas)
            let prefix = call.subjectPrefix()
            let (state, latestOnly) = (call.state(), call.flag("latestOnly"))
            let found = try store.read {
                try $0.versions(prefix: prefix, state, latestOnly: latestOnly, page)
            }
            return .json(.array(found.map(replies.version)))
        case .schema(let id):
            let schema = try schema(id, call)
            let maxID = call.flag("fetchMaxId") ? try store.read { try $0.maxSchemaID() } : nil
            return .json(replies.schema(try formatted(schema, call), maxID: maxID))
        case .schemaText(let id):
            return .text(try formatted(try schema(id, call), call).content.text)
        case .schemaSubjects(let id):
            let subjects = try versions(ofSchema: id, call, page: .all).map(\.subject.text)
            let page = try call.page()
            // Sorted already: equal ones stand together.
            let unique = subjects.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
            return .json(.strings(Array(unique.dropFirst(page.offset).prefix(page.limit ?? .max))))
        case .schemaVersions(let id):
            let found = try versions(ofSchema: id, call, page: try call.page())
            return .json(
                .array(
                    found.map {
                        ["subject": .string($0.subject.text), "version": .init(integerLiteral: $0.version)]
                    }))
        case .guid(let guid): return .json(replies.schema(try formatted(try schema(guid: guid), call), maxID: nil))
        case .guidIDs(let guid):
            return .json([["context": ".", "id": .init(integerLiteral: try schema(guid: guid).id)]])
        default: throw .notFound
        }
    }

    /// A schema by id; where a subject is given, one that the subject has.
    private func schema(_ id: Int, _ call: RegistryCall) throws(RegistryError) -> StoredSchema {
        let schema = try registrar.schema(id: id)
        guard let subject = call.text("subject"), !subject.isEmpty else { return schema }
        let name = SubjectName(subject)
        let page = Page(offset: 0, limit: 1)
        // Clients send a context alone to say where the id is from.
        guard !name.isContext else { return schema }
        let isThere = try store.read { !(try $0.versions(ofSchema: id, .any, subject: name, page).isEmpty) }
        guard isThere else { throw .schemaNotFound(id: id) }
        return schema
    }

    private func versions(
        ofSchema id: Int, _ call: RegistryCall, page: Page
    ) throws(RegistryError) -> [StoredVersion] {
        _ = try registrar.schema(id: id)
        let subject = call.text("subject").map { SubjectName($0) }
        let state = call.state()
        return try store.read { try $0.versions(ofSchema: id, state, subject: subject, page) }
    }

    private func schema(guid: String) throws(RegistryError) -> StoredSchema {
        guard SchemaGUID.isValid(guid), let schema = try store.read({ try $0.schema(guid: guid) }) else {
            throw .schemaNotFound
        }
        return schema
    }
}
