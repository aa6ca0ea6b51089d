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
        guard let schema = try schemasOfGUID(call).first else { throw .schemaNotFound }
        return .json(call.replies.schema(try formatted(schema, call), maxID: nil))
    }

    private func listIDsOfGUID(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(
            .array(
                try schemasOfGUID(call).map { ["context": .string($0.context), "id": .init(integerLiteral: $0.id)] }))
    }

    /// Those that the caller may read.
    private func schemasOfGUID(_ call: RegistryCall) throws(RegistryError) -> [StoredSchema] {
        var readable: [StoredSchema] = []
        for schema in try registrar.schemas(guid: call.value("guid")) {
            do throws(RegistryError) {
                try checkReadable(schema.key, call)
                readable.append(schema)
            } catch {
                guard error.status == 404 else { throw error }
            }
        }
        guard !readable.isEmpty else { throw .schemaNotFound }
        return readable
    }
}
