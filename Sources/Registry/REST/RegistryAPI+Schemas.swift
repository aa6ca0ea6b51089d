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
        let (scope, page) = (call.subjectScope(), try call.page(maxLimit: Self.maxSchemas))
        guard call.flag("aliases") else {
            return .json(.array(try versions(call, scope, page).map { call.replies.version($0) }))
        }
        let aliases = try readableAliases(call, scope)
        let found = try versions(call, scope, page, besides: aliases.keys.filter { !scope.contains($0) })
        return .json(.array(found.map { call.replies.version($0, aliases: aliases[$0.subject] ?? []) }))
    }

    /// Versions of the scope that the caller may read.
    private func versions(
        _ call: RegistryCall, _ scope: SubjectScope, _ page: Page
    ) throws(RegistryError) -> [StoredVersion] {
        let (state, latestOnly) = (call.state(), call.flag("latestOnly"))
        return try readable(call, scope, page) { scope, page throws(RegistryError) in
            try registrar.versions(scope, state, latestOnly: latestOnly, page)
        }
    }

    /// The same with subjects outside of the scope among them, in the order of lists.
    private func versions(
        _ call: RegistryCall, _ scope: SubjectScope, _ page: Page, besides others: [SubjectName]
    ) throws(RegistryError) -> [StoredVersion] {
        guard !others.isEmpty, let limit = page.limit else { return try versions(call, scope, page) }
        var added: [StoredVersion] = []
        for other in others {
            added += try versions(call, SubjectScope(other), Page(offset: 0, limit: page.offset + limit))
        }
        // As many of them may stand before the page: so much earlier the scope's own list is begun.
        let start = max(0, page.offset - added.count)
        let own = try versions(call, scope, Page(offset: start, limit: page.offset + limit - start))
        if start > 0 {
            guard let first = own.first else { return [] }
            let before = added.count { $0.isListed(before: first) }
            let merged = (own + added.filter { !$0.isListed(before: first) }).sorted { $0.isListed(before: $1) }
            return Array(merged.dropFirst(page.offset - start - before).prefix(limit))
        }
        return Array((own + added).sorted { $0.isListed(before: $1) }.dropFirst(page.offset).prefix(limit))
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

extension StoredVersion {
    /// The order of lists: by the bytes of context and subject, then by version.
    fileprivate func isListed(before other: StoredVersion) -> Bool {
        let (one, two) = (subject, other.subject)
        if one.context != two.context { return one.context.utf8.lexicographicallyPrecedes(two.context.utf8) }
        if one.name != two.name { return one.name.utf8.lexicographicallyPrecedes(two.name.utf8) }
        return version < other.version
    }
}
