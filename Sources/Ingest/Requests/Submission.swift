// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientHTTP
internal import Contracts
internal import SluiceRuntime
internal import SluiceSchemas
import Synchronization

/// One request on its way from its encoded events to its reply.
///
/// It is worked by one thread at a time: first by the one that read it, then, when deliveries have come or the time to
/// look again has, by a completion worker. Between those it holds no thread.
final class Submission: Sendable {
    /// What the reply depends on besides the events.
    struct Terms: Sendable {
        var isMinimal: Bool
        var traceparent: String?
        var failure: FailureContext
    }

    enum Next {
        /// The deliveries' tally calls `resume(with:)`.
        case awaitDeliveries
        /// Other requests have some of the ids under way.
        case lookAgain
        case reply([EventResult])
    }

    /// What a message of the group being published stands for.
    enum Slot: Sendable {
        case event(Int)
        case failure
    }

    struct State: ~Copyable {
        var batch: EventBatch
        /// The group of messages under way: its tally's number, and what each message stands for.
        var group: UInt64 = 0
        var slots: [Slot] = []
    }

    let services: IngestServices
    let terms: Terms
    let body: HTTPBody
    private let responder: HTTPResponder
    let now: @Sendable () -> Int64
    let state: Mutex<State>

    /// How long to leave other requests to themselves before looking again.
    private static let lookAgainMs = 25

    /// - Parameter now: milliseconds since 1970.
    init(
        services: IngestServices, terms: Terms, batch: consuming sending EventBatch, body: HTTPBody,
        responder: HTTPResponder, now: @escaping @Sendable () -> Int64
    ) {
        self.services = services
        self.terms = terms
        self.body = body
        self.responder = responder
        self.now = now
        state = Mutex(State(batch: batch))
    }

    func start() { go(on: state.withLock { advance(&$0) }) }

    func go(on next: consuming Next) {
        switch next {
        case .awaitDeliveries:
            break
        case .lookAgain:
            services.workers.submit(afterMs: Self.lookAgainMs) { [self] in
                go(
                    on: state.withLock { state in
                        for position in state.batch.pending.indices where state.batch.pending[position].action == .wait
                        {
                            state.batch.pending[position].action =
                                state.batch.pending[position].lease.checkAgain(now: now())
                        }
                        return advance(&state)
                    })
            }
        case .reply(let results):
            services.metrics.count(RequestOutcome(results.lazy.map(\.outcome)).counts)
            responder.respond(
                IngestReply(
                    results: results, isMinimal: terms.isMinimal, retryAfter: services.retryAfter()
                ).response())
        }
    }

    /// Does what can be done now, step by step, until something must be waited for.
    func advance(_ state: inout State) -> Next {
        while true {
            finish(&state)
            if reserve(&state) || swap(&state) || search(&state) || settle(&state) { continue }
            if publish(&state) { return .awaitDeliveries }
            if state.batch.pending.contains(where: { $0.action == .wait }) { return .lookAgain }
            return .reply(state.batch.results())
        }
    }

    private func finish(_ state: inout State) {
        for position in state.batch.pending.indices where state.batch.pending[position].outcome == nil {
            if case .finish(let outcome) = state.batch.pending[position].action {
                conclude(position, outcome, &state)
            }
        }
    }

    func conclude(_ position: Int, _ outcome: EventOutcome, _ state: inout State) {
        state.batch.pending[position].outcome = outcome
        state.batch.pending[position].action = .finish(outcome)
        let event = state.batch.pending[position]
        let (stage, violations): (FailureStage, [Violation])
        switch outcome {
        case .conflict: (stage, violations) = (.dedup, [.conflict])
        case .invalid(let found): (stage, violations) = (.publish, found)
        default: return
        }
        state.batch.failures.append(
            EventFailure(
                stage: stage, eventType: String(event.topic.name.dropFirst("events.".count)),
                eventID: event.id.description, schemaID: event.lease.terms.schemaID, violations: violations,
                index: event.index))
    }
}
