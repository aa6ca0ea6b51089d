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
        let (state, latestOnly) = (call.state(), call.flag("latestOnly"))
        let page = try call.page(maxLimit: Self.maxSchemas)
        let found = try readable(call, call.subjectScope(), page) { scope, page throws(RegistryError) in
            try registrar.versions(scope, state, latestOnly: latestOnly, page)
        }
        return .json(.array(found.map(call.replies.version)))
    }

    private func getSchema(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let schema = try schema(call, in: scope(call))
        if call.flag("fetchMaxId") {
            let maxID = try registrar.maxSchemaID(in: call.context)
            return .json(call.replies.schema(try formatted(schema.stored, call), maxID: maxID))
        }
        return .json(call.replies.schema(try formatted(schema.stored, call), maxID: nil))
            .tagged(call.tag(schema.stored), .forever)
    }

    private func getSchemaText(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let schema = try schema(call, in: scope(call)).stored
        return .text(try formatted(schema, call).content.text).tagged(call.tag(schema) + ".text", .forever)
    }

    private func listSubjectsOfSchema(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let (scope, state) = (scope(call), call.state())
        let schema = try schema(call, in: scope.wholeContext)
        let found = try readable(call, try call.page()) { page throws(RegistryError) in
            try registrar.subjects(ofSchema: schema.stored.id, in: scope, state, page)
        } subject: {
            $0
        }
        return .json(.strings(found.map(\.text)))
    }

    private func listVersionsOfSchema(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let (scope, state) = (scope(call), call.state())
        let schema = try schema(call, in: scope.wholeContext)
        let found = try readable(call, try call.page()) { page throws(RegistryError) in
            try registrar.versions(ofSchema: schema.stored.id, in: scope, state, page)
        } subject: {
            $0.subject
        }
        return .json(
            .array(
                found.map { ["subject": .string($0.subject.text), "version": .init(integerLiteral: $0.version)] }))
    }

    /// The schema of the path's id.
    private func schema(_ call: RegistryCall, in scope: SubjectName) throws(RegistryError) -> MirroredSchema {
        let schema = try registrar.schema(id: try call.id(), in: scope)
        try checkReadable(schema.stored.key, call)
        return schema
    }

    /// Where the id is from. Clients send a context alone too.
    private func scope(_ call: RegistryCall) -> SubjectName {
        SubjectName(call.text("subject") ?? "", in: call.context)
    }
}
