// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientTelemetry
import Formats

/// The REST interface: from a request to its response.
struct RegistryAPI: Sendable {
    let registrar: Registrar
    let access: RegistryAccess
    let configuration: RegistryConfiguration
    let metrics: RegistryMetrics
    let followers: ChangeFollowers
    private let router = RegistryRouter(RegistryEndpoint.all)

    init(registrar: Registrar, access: RegistryAccess, configuration: RegistryConfiguration, metrics: RegistryMetrics) {
        self.registrar = registrar
        self.access = access
        self.configuration = configuration
        self.metrics = metrics
        followers = ChangeFollowers(registrar: registrar)
    }

    /// Answers a request; blocks while the database is asked.
    func respond(to request: HTTPRequest) -> HTTPResponse {
        metrics.requests.add()
        // Pages for people choose no content type and have errors of their own.
        if let page = Catalogue(registrar: registrar, access: access).response(to: request) { return page }
        let accepted = MediaType.Accepted(request.header("Accept"))
        do throws(RegistryError) {
            guard let match = router.match(request.segments) else { throw RegistryError.notFound }
            guard let endpoint = match.endpoints[request.method] else {
                return response(.methodNotAllowed, accepted, [("Allow", match.methods.joined(separator: ", "))])
            }
            guard let type = accepted.type ?? endpoint.ownType(accepted) else { throw RegistryError.notAcceptable }
            let call = RegistryCall(
                request: request, values: match.values, context: match.context, isInContext: match.isInContext,
                principal: endpoint.need == .none ? .anonymous(.reader) : try access.principal(of: request),
                remoteAddress: access.trustedProxies.clientAddress(of: request),
                readsNewMembers: readsNewMembers(request), readsProblems: accepted.readsProblems)
            try access.check(call, endpoint)
            return response(try endpoint.operation(self)(call), type, to: request)
        } catch {
            return response(error, accepted)
        }
    }

    /// The reply to what is refused before it is a request; `accept` is its header of that name.
    func refusal(_ error: RegistryError, accept: String?) -> HTTPResponse {
        metrics.requests.add()
        return response(error, MediaType.Accepted(accept))
    }

    private func response(_ reply: RegistryReply, _ type: String, to request: HTTPRequest) -> HTTPResponse {
        if reply.tag != nil, reply.isKnown(ifNoneMatch: request.header("If-None-Match")) {
            return HTTPResponse(status: 304, headers: reply.headers)
        }
        let headers = [("Content-Type", reply.contentType ?? type)] + reply.headers
        switch reply.body {
        case .json(let value):
            return HTTPResponse(status: reply.status, headers: headers, body: Array(value.text().utf8))
        case .text(let text): return HTTPResponse(status: reply.status, headers: headers, body: Array(text.utf8))
        case .stream(let stream): return HTTPResponse(status: reply.status, headers: headers, stream: stream)
        case .none: return HTTPResponse(status: reply.status, headers: reply.headers)
        }
    }

    private func response(
        _ error: RegistryError, _ accepted: MediaType.Accepted, _ headers: [(String, String)] = []
    ) -> HTTPResponse {
        (error.status >= 500 ? metrics.failures : metrics.refusals).add()
        guard accepted.readsProblems else {
            let type = accepted.type ?? MediaType.json[0]
            return .json(error.status, error.body.text(), contentType: type, headers: headers + error.headers)
        }
        return .json(
            error.status, error.problem.text(), contentType: MediaType.problem, headers: headers + error.headers)
    }

    private func readsNewMembers(_ request: HTTPRequest) -> Bool {
        switch configuration.shapes {
        case .v7: false
        case .v8: true
        case .byHeader: request.header("Confluent-Accept-Unknown-Properties")?.lowercased() == "true"
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
        if call.hasQualifiedReferences {
            for index in formatted.schema.content.references.indices {
                let reference = formatted.schema.content.references[index]
                formatted.schema.content.references[index].subject =
                    SubjectName(reference.subject, in: version.subject.context).text
            }
        }
        return formatted
    }
}

extension RegistryError {
    /// Two members, and no other.
    var body: JSONValue { ["error_code": .init(integerLiteral: code), "message": .string(message)] }

    /// Problem details (RFC 9457): the same, with what explains it.
    var problem: JSONValue {
        let known = RegistryErrorCode(rawValue: code)
        let members: [(String, JSONValue)] = [
            ("type", .string(known?.uri ?? "about:blank")), ("title", .string(known?.title ?? message)),
            ("status", .init(integerLiteral: status)), ("detail", .string(message)),
            ("error_code", .init(integerLiteral: code)),
        ]
        return .object(members.map { .init(name: $0.0, value: $0.1) } + explanation)
    }
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
