// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Foundation

/// Sends events to ingest until each has an answer that stays: what could not be taken for the moment is sent again.
///
/// Ingest may be killed and started again meanwhile: an event whose reply was lost is answered as a duplicate then.
final class EventSender {
    struct Counts: Sendable, Hashable, Codable {
        var accepted = 0
        var duplicate = 0
        var invalid = 0
        var conflict = 0

        var total: Int { accepted + duplicate + invalid + conflict }
    }

    /// An event that was not taken, and why.
    struct Refusal: Sendable, Hashable {
        let event: String
        let reason: String
    }

    private let url: String
    private let headers: [(String, String)]
    private let http: HTTPClient
    /// Seconds without any progress until this gives up.
    private let patience: Double
    /// Hears why the sender waits.
    private let onWait: (String) -> Void
    /// Whether to give up now, because the person wants to.
    private let isCancelled: () -> Bool
    private(set) var counts = Counts()
    /// The first few refusals, for the person who sends.
    private(set) var refusals: [Refusal] = []

    init(
        ingest: String, key: String, http: HTTPClient = HTTPClient(timeoutSeconds: 60), patience: Double = 120,
        isCancelled: @escaping () -> Bool = { false }, onWait: @escaping (String) -> Void
    ) {
        url = ingest + "/v1/events"
        headers = [
            ("Content-Type", "application/json"), ("Authorization", "Bearer \(key)"), ("Prefer", "return=minimal"),
        ]
        self.http = http
        self.patience = patience
        self.onWait = onWait
        self.isCancelled = isCancelled
    }

    /// Sends events, each a JSON object's text, in this order and as one request.
    func send(_ events: [String]) throws {
        var pending = events
        var delay = 0.1
        var lastProgress = ContinuousClock.now
        while !pending.isEmpty {
            if isCancelled() { throw CommandFailure.no("interrupted while sending.") }
            let before = pending.count
            let trouble = try attempt(&pending)
            if pending.count < before { lastProgress = .now }
            guard let trouble, !pending.isEmpty else { continue }
            guard lastProgress.duration(to: .now).seconds < patience else {
                throw CommandFailure.unreachable(
                    "\(url) has not taken \(pending.count) events for \(Int(patience)) s: \(trouble.reason)")
            }
            onWait(trouble.reason)
            Thread.sleep(forTimeInterval: trouble.retryAfter ?? delay)
            delay = min(delay * 2, 5)
        }
    }

    private struct Trouble {
        let reason: String
        /// In seconds, as the server wishes.
        let retryAfter: Double?
    }

    /// Sends once, and keeps in `events` what has to be sent again; answers why.
    private func attempt(_ events: inout [String]) throws -> Trouble? {
        let body = Array(("[" + events.joined(separator: ",") + "]").utf8)
        let response: HTTPResponse
        do {
            response = try http.send(method: "POST", url: url, headers: headers, body: body)
        } catch {
            guard error.kind == .unreachable || error.kind == .timedOut else { throw error }
            return Trouble(reason: "\(error)", retryAfter: nil)
        }
        let retryAfter = response.header("Retry-After").flatMap(Double.init).map { min(max($0, 0.1), 30) }
        let reply = try? JSONDecoder().decode(Reply.self, from: Data(response.body))
        switch response.status {
        case 200, 207, 422:
            guard let reply else { throw unexpected(response) }
            return take(reply, &events).map { Trouble(reason: $0, retryAfter: retryAfter) }
        case 429, 500...599:
            // When all are to be sent again, the reply may have results too; none of them is final.
            return Trouble(reason: "status \(response.status): \(response.text.prefix(200))", retryAfter: retryAfter)
        case 401, 403:
            throw CommandFailure.no(
                "\(url) does not take this key (status \(response.status)): \(response.text.prefix(300))\n"
                    + "Make one: sluice keys create NAME, and give it by --key or SLUICE_KEY.")
        default:
            throw unexpected(response)
        }
    }

    /// Counts what is final; what is to be sent again stays in `events`.
    private func take(_ reply: Reply, _ events: inout [String]) -> String? {
        counts.accepted += reply.counts.accepted
        counts.duplicate += reply.counts.duplicate
        counts.invalid += reply.counts.invalid
        counts.conflict += reply.counts.conflict
        var again: [String] = []
        for result in reply.results where events.indices.contains(result.index) {
            switch result.status {
            case "retry": again.append(events[result.index])
            case "invalid", "conflict":
                if refusals.count < 10 {
                    refusals.append(Refusal(event: events[result.index], reason: result.reason))
                }
            default: break
            }
        }
        events = again
        return again.isEmpty ? nil : "\(again.count) events can't be taken for the moment"
    }

    private func unexpected(_ response: HTTPResponse) -> CommandFailure {
        .no("\(url) answered status \(response.status): \(response.text.prefix(500))")
    }
}

/// What ingest answers (docs: ingest, "Reply").
private struct Reply: Decodable {
    struct Counts: Decodable {
        let accepted: Int
        let duplicate: Int
        let invalid: Int
        let conflict: Int
    }

    struct Result: Decodable {
        struct Problem: Decodable {
            let pointer: String?
            let code: String
            let expected: String?
            let found: String?
        }

        let index: Int
        let status: String
        let errors: [Problem]?

        var reason: String {
            guard let errors, !errors.isEmpty else { return status }
            return errors.map { error in
                var text = [error.pointer, error.code].compactMap(\.self).joined(separator: " ")
                if let expected = error.expected { text += ", expected \(expected)" }
                if let found = error.found { text += ", found \(found)" }
                return text
            }.joined(separator: "; ")
        }
    }

    let counts: Counts
    let results: [Result]
}
