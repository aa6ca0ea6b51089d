// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Access
internal import ClientHTTP
internal import ClientTelemetry
internal import SluiceRuntime

/// `POST /v1/events`: checks who calls and what they send, and hands the events on.
struct EventsEndpoint: Sendable {
    let services: IngestServices
    let verify: @Sendable (APIKeySecret) -> APIKeyVerifier.Verdict
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64

    func handle(_ request: HTTPRequest, _ responder: HTTPResponder) {
        services.metrics.requests.add()
        guard request.method != "OPTIONS" else { return responder.respond(.options(["POST", "OPTIONS"])) }
        do {
            try submit(request, responder)
        } catch {
            responder.respond(error.response)
        }
    }

    private func submit(_ request: HTTPRequest, _ responder: HTTPResponder) throws(RequestProblem) {
        guard request.method == "POST" else { throw .methodNotAllowed }
        let key = try authenticate(request)
        let contentType = try contentType(request)
        guard services.publisher.bytesInFlight <= services.configuration.maxBytesInFlight else {
            throw .overloaded(retryAfter: services.retryAfter())
        }
        let receivedAt = Timestamp.now()
        let times = BatchBuilder.Times(owner: FailedEvents.randomID(), now: now(), receivedAt: receivedAt)
        let batch = try services.workspaces.lend(limits: services.configuration.limits) {
            workspace throws(RequestProblem) in
            try BatchBuilder(services: services, key: key, request: request, times: times)
                .build(request.body, workspace)
        }
        let terms = Submission.Terms(
            isMinimal: request.prefers("return=minimal"), traceparent: request.header("traceparent"),
            failure: FailureContext(keyName: key.name, contentType: contentType, receivedAt: receivedAt))
        Submission(
            services: services, terms: terms, batch: batch, body: request.body, responder: responder, now: now
        ).start()
    }

    private func authenticate(_ request: HTTPRequest) throws(RequestProblem) -> APIKey {
        let secret = APIKeySecret(
            authorization: request.header("Authorization"), apiKeyHeader: request.header("X-API-Key"))
        guard let secret else { throw .missingKey }
        switch verify(secret) {
        case .known(let key):
            guard key.permits(.sendEvents) else { throw .forbidden(role: key.role.rawValue) }
            return key
        case .unknown: throw .unknownKey
        case .unavailable: throw .keysUnavailable
        }
    }

    /// The content type as sent, if it is one that is taken.
    private func contentType(_ request: HTTPRequest) throws(RequestProblem) -> String {
        guard let header = request.header("Content-Type"), let type = MediaType(header), type.isJSON, type.isUTF8 else {
            throw .unsupportedType(request.header("Content-Type"))
        }
        if let encoding = request.header("Content-Encoding"), encoding.lowercased() != "identity" {
            throw .unsupportedEncoding(encoding)
        }
        return header
    }
}

extension HTTPRequest {
    /// Whether one of the `Prefer` headers (RFC 7240) has this preference.
    func prefers(_ preference: String) -> Bool {
        headers.contains { name, value in
            name.lowercased() == "prefer"
                && value.lowercased().split(separator: ",").contains { item in
                    item.split(separator: ";").first?.filter { $0 != " " && $0 != "\t" && $0 != "\"" } ?? ""
                        == preference
                }
        }
    }
}
