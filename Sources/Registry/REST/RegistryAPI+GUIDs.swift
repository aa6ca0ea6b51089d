// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/schemas/guids`: schemas by an identity that is the same in every registry.
extension RegistryAPI {
    static let guidEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/schemas/guids/{guid}", "getSchemaByGUID", getSchemaByGUID, "The schema of a GUID.",
            query: [.format], answers: .schema, fails: [.schemaNotFound]),
        .init(
            "GET", "/schemas/guids/{guid}/ids", "listIDsOfGUID", listIDsOfGUID,
            "The ids that the schema of a GUID has, one in each context.", answers: .contextIDs,
            fails: [.schemaNotFound]),
    ]

    private func getSchemaByGUID(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(call.replies.schema(try formatted(try schemaOfGUID(call), call), maxID: nil))
    }

    private func listIDsOfGUID(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json([["context": ".", "id": .init(integerLiteral: try schemaOfGUID(call).id)]])
    }

    private func schemaOfGUID(_ call: RegistryCall) throws(RegistryError) -> StoredSchema {
        let guid = call.value("guid")
        guard SchemaGUID.isValid(guid), let schema = try store.read({ try $0.schema(guid: guid) }) else {
            throw .schemaNotFound
        }
        try checkReadable(id: schema.id, call)
        return schema
    }
}
