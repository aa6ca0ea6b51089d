// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientHTTP
internal import ClientTelemetry
internal import Contracts
internal import Formats
internal import SluiceRuntime

/// One line of a reply.
struct EventResult: Sendable {
    var index: Int
    var identity: EventIdentity
    var outcome: EventOutcome
}

/// Writes the reply to a request whose events were looked at.
struct IngestReply {
    var results: [EventResult]
    /// `Prefer: return=minimal`: events that were accepted are only counted.
    var isMinimal: Bool
    /// Seconds; sent with 503.
    var retryAfter: Int

    func response() -> HTTPResponse {
        let outcome = RequestOutcome(results.lazy.map(\.outcome))
        var headers: [(String, String)] = []
        if outcome.status == 503 { headers.append(("Retry-After", String(retryAfter))) }
        if isMinimal { headers.append(("Preference-Applied", "return=minimal")) }
        return .json(outcome.status, text(outcome.counts), headers: headers)
    }

    private func text(_ counts: RequestOutcome.Counts) -> String {
        var text = "{\"counts\":{\"accepted\":\(counts.accepted),\"duplicate\":\(counts.duplicate),"
        text += "\"invalid\":\(counts.invalid),\"conflict\":\(counts.conflict),\"retry\":\(counts.retry)},\"results\":["
        var isFirst = true
        for result in results {
            if isMinimal, case .accepted = result.outcome { continue }
            if !isFirst { text += "," }
            isFirst = false
            Self.append(result, to: &text)
        }
        text += "]}"
        return text
    }

    private static func append(_ result: EventResult, to text: inout String) {
        text += "{\"index\":\(result.index),\"event_id\":"
        if let id = result.identity.text { text.appendJSONString(id) } else { text += "null" }
        switch result.outcome {
        case .accepted(let receipt):
            text += ",\"status\":\"accepted\""
            append(receipt, to: &text)
        case .duplicate(let receipt):
            text += ",\"status\":\"duplicate\""
            append(receipt, to: &text)
        case .conflict:
            text += ",\"status\":\"conflict\",\"errors\":"
            text += JSONValue.array([Violation.conflict.json]).text()
        case .invalid(let violations):
            text += ",\"status\":\"invalid\",\"errors\":"
            text += JSONValue.array(violations.map(\.json)).text()
        case .retry(let reason):
            text += ",\"status\":\"retry\",\"reason\":"
            text.appendJSONString(reason.rawValue)
        }
        text += "}"
    }

    private static func append(_ receipt: EventReceipt, to text: inout String) {
        text += ",\"topic\":"
        text.appendJSONString(receipt.topic)
        text += ",\"partition\":\(receipt.partition),\"offset\":"
        text += receipt.offset.map { "\($0)" } ?? "null"
        text += ",\"schema_id\":\(receipt.schemaID),\"timestamp\":\"\(receipt.timestamp.rfc3339)\""
    }
}

extension Violation {
    /// What an event is told whose id belongs to another one.
    static let conflict = Violation(
        pointer: "/event_id", code: .idConflict, expected: "an id that no other event has",
        found: "the id of an event with other content that was accepted before",
        hint: "give each event an id of its own, and the same only to a retry")
}
