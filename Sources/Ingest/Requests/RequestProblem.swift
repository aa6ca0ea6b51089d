// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientHTTP
internal import ClientTelemetry
internal import Formats

/// Why a request is answered before its events are looked at: `{"error":{"code":…,"message":…}}`.
struct RequestProblem: Error, Sendable {
    var status: Int
    /// What a program may decide by.
    var code: String
    /// For a person: what was expected, what was found, what to do.
    var message: String
    /// The place in the body, where there is one: `line`, `column` and `offset`.
    var place: (line: Int, column: Int, offset: Int)?
    var headers: [(String, String)] = []

    var response: HTTPResponse {
        var text = "{\"error\":{\"code\":"
        text.appendJSONString(code)
        text += ",\"message\":"
        text.appendJSONString(message)
        if let place { text += ",\"line\":\(place.line),\"column\":\(place.column),\"offset\":\(place.offset)" }
        text += "}}"
        return .json(status, text, headers: headers)
    }
}

extension RequestProblem {
    static let missingKey = RequestProblem(
        status: 401, code: "missing_key",
        message: "No API key. Send it as \"Authorization: Bearer <key>\" or \"X-API-Key: <key>\"; "
            + "sluice keys create makes one", headers: [("WWW-Authenticate", "Bearer")])

    static let unknownKey = RequestProblem(
        status: 401, code: "unknown_key",
        message: "The API key is unknown or was revoked. sluice keys list shows which there are",
        headers: [("WWW-Authenticate", "Bearer error=\"invalid_token\"")])

    static func forbidden(role: String) -> RequestProblem {
        RequestProblem(
            status: 403, code: "forbidden",
            message: "The API key has the role \(role), which may not send events. Use one of the role ingest")
    }

    static let keysUnavailable = RequestProblem(
        status: 503, code: "keys_unavailable",
        message: "The API key can't be checked now, because the database can't be reached. Send the events again",
        headers: [("Retry-After", "2")])

    static func overloaded(retryAfter: Int) -> RequestProblem {
        RequestProblem(
            status: 503, code: "overloaded",
            message: "More events wait for Kafka than this process holds. Send the events again",
            headers: [("Retry-After", String(retryAfter))])
    }

    static func unsupportedType(_ found: String?) -> RequestProblem {
        RequestProblem(
            status: 415, code: "unsupported_media_type",
            message: "Expected Content-Type application/json or text/plain in UTF-8, found "
                + (found.map { "\"\($0.prefix(200))\"" } ?? "none"),
            headers: [("Accept", "application/json, text/plain")])
    }

    static func unsupportedEncoding(_ found: String) -> RequestProblem {
        RequestProblem(
            status: 415, code: "unsupported_content_encoding",
            message: "Expected a body without Content-Encoding, found \"\(found.prefix(100))\"",
            headers: [("Accept-Encoding", "identity")])
    }

    static func bodyTooLarge(limit: Int) -> RequestProblem {
        RequestProblem(
            status: 413, code: "body_too_large",
            message: "The body is larger than \(limit) bytes. Send fewer events at a time")
    }

    static let notFound = RequestProblem(
        status: 404, code: "not_found", message: "There is nothing here. Events go to POST /v1/events")

    static let methodNotAllowed = RequestProblem(
        status: 405, code: "method_not_allowed", message: "Events are sent with POST",
        headers: [("Allow", "POST, OPTIONS")])

    init(_ failure: EventsReader.Failure, maximumEvents: Int) {
        switch failure {
        case .unparsable(let error):
            var place: (line: Int, column: Int, offset: Int)?
            if let line = error.line, let column = error.column, let offset = error.offset {
                place = (line, column, offset)
            }
            self.init(status: 400, code: "invalid_json", message: error.description, place: place)
        case .notEvents:
            self.init(
                status: 400, code: "not_an_object",
                message: "Expected one event (a JSON object) or an array of events, found another JSON value")
        case .tooMany(let count):
            self.init(
                status: 413, code: "too_many_events",
                message: "The request has \(count) events; at most \(maximumEvents) are allowed. Split it")
        }
    }
}
