// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats

// `/subjects` and `/subjects/{s}`.
extension RegistryAPI {
    func subjects(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        switch call.route {
        case .subjects:
            try call.allow("GET")
            let (prefix, state, page) = (call.subjectPrefix(), call.state(), try call.page())
            guard !prefix.unicodeScalars.contains("\0") else { return .json([]) }
            return .json(.strings(try store.read { try $0.subjects(prefix: prefix, state, page) }))
        case .subject(let subject):
            try call.allow("POST", "DELETE")
            if call.method == "DELETE" {
                let versions = try registrar.deleteSubject(
                    subject, permanently: call.flag("permanent"), by: call.actor)
                return .json(.numbers(versions))
            }
            let request = try SchemaRequest(call.body(), maxBytes: configuration.maxSchemaBytes)
            let found = try registrar.lookup(
                request, under: subject, normalize: call.flag("normalize"), includeDeleted: call.flag("deleted"))
            return .json(RegistryReplies(isNew: call.readsNewMembers).version(try formatted(found, call)))
        case .subjectMetadata(let subject):
            try call.allow("GET")
            return .json(
                RegistryReplies(isNew: call.readsNewMembers).version(
                    try formatted(try latest(of: subject, byMetadata: call), call)))
        default: throw .notFound
        }
    }

    /// The newest version whose metadata has all the properties that the query gives as pairs of `key` and `value`.
    private func latest(
        of subject: SubjectName, byMetadata call: RegistryCall
    ) throws(RegistryError) -> StoredVersion {
        let keys = call.request.query.filter { $0.0 == "key" }.map(\.1)
        let values = call.request.query.filter { $0.0 == "value" }.map(\.1)
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
