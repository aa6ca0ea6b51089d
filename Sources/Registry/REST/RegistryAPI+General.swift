// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// What is known without the database.
extension RegistryAPI {
    static let generalEndpoints: [RegistryEndpoint] = [
        .init("GET", "/", "root", root, "Tells that a registry is here.", answers: .empty, needs: .none),
        .init(
            "GET", "/master_available", "isMasterAvailable", isMasterAvailable,
            "Whether writes are taken: always, since every process takes them.", answers: .masterAvailable,
            needs: .none),
        .init(
            "GET", "/v1/metadata/id", "clusterID", clusterID, "The names of the cluster that the registry is part of.",
            answers: .clusterID, needs: .none),
        .init(
            "GET", "/v1/metadata/version", "softwareVersion", softwareVersion, "The version of the software.",
            answers: .softwareVersion, needs: .none),
        .init(
            "GET", "/schemas/types", "listSchemaTypes", listSchemaTypes, "The schema languages that are taken.",
            answers: .types, needs: .none),
        .init(
            "GET", "/exporters", "listExporters", listExporters, "There are none; consoles ask.", answers: .noNames,
            needs: .none),
        .init(
            "GET", "/openapi.json", "describe", describe, "This description.", answers: .document, needs: .none),
    ]

    private func root(_ call: RegistryCall) throws(RegistryError) -> RegistryReply { .json([:]) }

    private func isMasterAvailable(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(["master_available": true])
    }

    private func clusterID(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(["scope": ["path": [], "clusters": ["schema-registry-cluster": "schema-registry"]], "id": ""])
    }

    private func softwareVersion(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(["version": .string(RegistryService.version), "commitId": ""])
    }

    private func listSchemaTypes(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(.strings(SchemaType.allCases.map(\.rawValue)))
    }

    private func listExporters(_ call: RegistryCall) throws(RegistryError) -> RegistryReply { .json([]) }

    private func describe(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        var reply = RegistryReply.text(OpenAPIDocument.text)
        reply.contentType = "application/json"
        return reply
    }
}
