// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientTelemetry
import Formats

/// The REST interface: from a request to its response.
struct RegistryAPI: Sendable {
    let registrar: Registrar
    let configuration: RegistryConfiguration
    let metrics: RegistryMetrics

    var store: RegistryStore { registrar.store }

    /// Answers a request; blocks while the database is asked.
    func respond(to request: HTTPRequest) -> HTTPResponse {
        metrics.requests.add()
        guard let type = MediaType.reply(accept: request.header("Accept")) else {
            return response(.notAcceptable, type: MediaType.json[0])
        }
        do throws(RegistryError) {
            guard let route = RegistryRoute(request.segments) else { throw RegistryError.notFound }
            let call = RegistryCall(
                method: request.method, route: route, request: request, readsNewMembers: readsNewMembers(request))
            switch try reply(to: call) {
            case .json(let value): return .json(200, value.text(), contentType: type)
            case .text(let text): return .json(200, text, contentType: type)
            }
        } catch {
            return response(error, type: type)
        }
    }

    /// The reply to a body that is larger than any request may be.
    static func bodyTooLarge(maxSchemaBytes: Int) -> HTTPResponse {
        let error = RegistryError.schemaTooLarge(limit: maxSchemaBytes)
        return .json(error.status, error.body.text(), contentType: MediaType.json[0])
    }

    private func response(_ error: RegistryError, type: String) -> HTTPResponse {
        (error.status >= 500 ? metrics.failures : metrics.refusals).add()
        return .json(error.status, error.body.text(), contentType: type)
    }

    private func readsNewMembers(_ request: HTTPRequest) -> Bool {
        switch configuration.shapes {
        case .v7: false
        case .v8: true
        case .byHeader: request.header("Confluent-Accept-Unknown-Properties")?.lowercased() == "true"
        }
    }

    private func reply(to call: RegistryCall) throws(RegistryError) -> RegistryReply {
        switch call.route {
        case .root, .masterAvailable, .metadataID, .metadataVersion, .exporters, .contexts, .context, .schemaTypes:
            try general(call)
        case .schemas, .schema, .schemaText, .schemaSubjects, .schemaVersions, .guid, .guidIDs: try schemas(call)
        case .subjects, .subject, .subjectMetadata: try subjects(call)
        case .versions, .version, .versionText, .referencedBy: try versions(call)
        case .compatibility, .compatibilityWith: try compatibility(call)
        case .config(let subject): try config(call, subject)
        case .mode(let subject): try mode(call, subject)
        case .changeSets: try changeSets(call)
        }
    }

    /// The schema in the format that the call asks for.
    func formatted(_ schema: StoredSchema, _ call: RegistryCall) throws(RegistryError) -> StoredSchema {
        try registrar.formatted(schema, as: call.text("format"))
    }

    /// The version with its schema in the format that the call asks for.
    func formatted(_ version: StoredVersion, _ call: RegistryCall) throws(RegistryError) -> StoredVersion {
        var formatted = version
        formatted.schema = try self.formatted(version.schema, call)
        return formatted
    }

    /// What needs no database.
    private func general(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        if case .context(let name) = call.route {
            try call.allow("DELETE")
            guard name == "." || name == ":.:" else { throw .notFound }
            throw .operationNotPermitted("The default context can't be deleted.")
        }
        try call.allow("GET")
        switch call.route {
        case .masterAvailable: return .json(["master_available": true])
        case .metadataID:
            return .json([
                "scope": ["path": [], "clusters": ["schema-registry-cluster": "schema-registry"]], "id": "",
            ])
        case .metadataVersion: return .json(["version": .string(RegistryService.version), "commitId": ""])
        case .exporters: return .json([])
        case .contexts: return .json(["."])
        case .schemaTypes: return .json(.strings(SchemaType.allCases.map(\.rawValue)))
        default: return .json([:])
        }
    }
}

extension RegistryError {
    /// Two members, and no other.
    var body: JSONValue { ["error_code": .init(integerLiteral: code), "message": .string(message)] }
}

/// What the registry counts.
struct RegistryMetrics: Sendable {
    let requests: Counter
    let refusals: Counter
    let failures: Counter
    let registrations: Counter

    init(_ metrics: Metrics) {
        requests = metrics.counter("sluice_registry_requests_total", help: "Requests to the registry's interface.")
        refusals = metrics.counter(
            "sluice_registry_refusals_total", help: "Requests that were answered with a status of 400 to 499.")
        failures = metrics.counter(
            "sluice_registry_failures_total", help: "Requests that failed because of the registry or its database.")
        registrations = metrics.counter(
            "sluice_registry_registrations_total", help: "Versions that were registered by this process.")
    }
}
