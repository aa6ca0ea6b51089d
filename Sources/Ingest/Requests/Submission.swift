// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientHTTP
internal import ClientKafka
internal import ClientTelemetry
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

    private enum Next {
        /// The deliveries' tally calls `resume(with:)`.
        case awaitDeliveries
        /// Other requests have some of the ids under way.
        case lookAgain
        case reply([EventResult])
    }

    /// What a message of the group being published stands for.
    private enum Slot: Sendable {
        case event(Int)
        case failure
    }

    private struct State: ~Copyable {
        var batch: EventBatch
        /// The group of messages under way: its tally's number, and what each message stands for.
        var group: UInt64 = 0
        var slots: [Slot] = []
    }

    private let services: IngestServices
    private let terms: Terms
    private let body: HTTPBody
    private let responder: HTTPResponder
    private let now: @Sendable () -> Int64
    private let state: Mutex<State>

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

    private func go(on next: consuming Next) {
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
    private func advance(_ state: inout State) -> Next {
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

    private func conclude(_ position: Int, _ outcome: EventOutcome, _ state: inout State) {
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

    // MARK: Dedup

    private func reserve(_ state: inout State) -> Bool {
        var positions: [Int] = []
        var batch: [(id: UUID128, reservation: DedupReservation)] = []
        for (position, event) in state.batch.pending.enumerated() {
            guard case .reserve(let reservation) = event.action else { continue }
            positions.append(position)
            batch.append((event.id, reservation))
        }
        guard !batch.isEmpty else { return false }
        do {
            let found = try services.store.reserve(batch)
            let now = now()
            for (position, entry) in zip(positions, found) {
                state.batch.pending[position].action = state.batch.pending[position].lease.reserved(
                    found: entry, now: now)
            }
        } catch {
            storeFailed(positions, error, &state)
        }
        return true
    }

    private func swap(_ state: inout State) -> Bool {
        var positions: [Int] = []
        var batch: [(id: UUID128, from: DedupReservation, to: DedupReservation)] = []
        for (position, event) in state.batch.pending.enumerated() {
            guard case .swap(let from, let to) = event.action else { continue }
            positions.append(position)
            batch.append((event.id, from, to))
        }
        guard !batch.isEmpty else { return false }
        do {
            let results = try services.store.swap(batch)
            let now = now()
            for (position, result) in zip(positions, results) {
                state.batch.pending[position].action = state.batch.pending[position].lease.swapped(
                    isDone: result.isDone, current: result.current, now: now)
            }
        } catch {
            storeFailed(positions, error, &state)
        }
        return true
    }

    private func storeFailed(_ positions: [Int], _ error: DedupStoreError, _ state: inout State) {
        Log("ingest").warning("dedup is skipped", ["events": "\(positions.count)", "error": error.description])
        for position in positions {
            state.batch.pending[position].action = state.batch.pending[position].lease.storeUnavailable()
        }
    }

    private func search(_ state: inout State) -> Bool {
        var positions: [Int] = []
        var wanted: [(id: UUID128, reservation: DedupReservation)] = []
        for (position, event) in state.batch.pending.enumerated() {
            guard case .search(let reservation) = event.action else { continue }
            positions.append(position)
            wanted.append((event.id, reservation))
        }
        guard !wanted.isEmpty else { return false }
        services.metrics.inDoubt.add(wanted.count)
        do {
            let found = try services.search.find(wanted)
            let now = now()
            for (position, offset) in zip(positions, found) {
                state.batch.pending[position].action = state.batch.pending[position].lease.searched(
                    offset: offset, now: now)
            }
        } catch {
            Log("ingest").warning("the log can't be searched", ["error": "\(error)"])
            for position in positions {
                state.batch.pending[position].action = state.batch.pending[position].lease.searchFailed()
            }
        }
        return true
    }

    private func settle(_ state: inout State) -> Bool {
        var outcomes: [(position: Int, outcome: EventOutcome)] = []
        var batch: [(id: UUID128, settlement: DedupSettlement)] = []
        for (position, event) in state.batch.pending.enumerated() where event.outcome == nil {
            switch event.action {
            case .commit(let from, let to, let outcome):
                batch.append((event.id, .commit(from: from, to: to)))
                outcomes.append((position, outcome))
            case .release(let reservation, let outcome):
                batch.append((event.id, .release(reservation)))
                outcomes.append((position, outcome))
            default:
                continue
            }
        }
        guard !batch.isEmpty else { return false }
        do {
            services.metrics.unsettled.add(try services.store.settle(batch))
        } catch {
            // The reservations stay, and the next try finds the events in the log.
            services.metrics.unsettled.add(batch.count)
            Log("ingest").warning("dedup can't be settled", ["events": "\(batch.count)", "error": error.description])
        }
        for (position, outcome) in outcomes { conclude(position, outcome, &state) }
        return true
    }

    // MARK: Publishing

    /// Hands over what is to be published.
    ///
    /// - Returns: false if there was nothing; else the tally resumes the submission, even if nothing was taken.
    private func publish(_ state: inout State) -> Bool {
        var positions: [Int] = []
        for (position, event) in state.batch.pending.enumerated() {
            if case .publish = event.action { positions.append(position) }
        }
        let failures = messages(for: state.batch.failures)
        state.batch.failures = []
        guard !positions.isEmpty || !failures.isEmpty else { return false }

        // Events of one partition together make larger batches at the producer.
        let pending = state.batch.pending
        positions.sort { a, b in
            let (first, second) = (pending[a].lease.terms, pending[b].lease.terms)
            return (first.topic, first.partition, a) < (second.topic, second.partition, b)
        }
        state.slots = positions.map { .event($0) } + failures.map { _ in .failure }
        let tally = DeliveryTally(count: state.slots.count) { [self] tally in
            services.workers.submit { self.resume(with: tally) }
        }
        let number = services.router.register(tally)
        state.group = number
        for (slot, position) in positions.enumerated() {
            publish(position, token: DeliveryRouter.token(number, slot: slot), tally, &state)
        }
        for (offset, failure) in failures.enumerated() {
            publish(failure, token: DeliveryRouter.token(number, slot: positions.count + offset), tally)
        }
        tally.seal()
        return true
    }

    private func publish(_ position: Int, token: UInt64, _ tally: DeliveryTally, _ state: inout State) {
        let event = state.batch.pending[position]
        guard case .publish(let isDeduplicated) = event.action else { return }
        if !isDeduplicated { services.metrics.dedupSkipped.add() }
        tally.expect()
        let eventTerms = event.lease.terms
        let timestampMs = state.batch.receivedAt.microseconds / 1000
        let refusal: KafkaError? = state.batch.output.withUnsafeBytes(in: event.value) { value -> KafkaError? in
            state.batch.output.withUnsafeBytes(in: event.key) { key -> KafkaError? in
                do throws(KafkaError) {
                    try services.publisher.produce(
                        topic: eventTerms.topic, partition: eventTerms.partition, key: key, value: value,
                        timestampMs: timestampMs, token: token
                    ) {
                        EventHeaders.make(
                            eventID: event.id, fingerprint: eventTerms.fingerprint, traceparent: terms.traceparent,
                            isDeduplicated: isDeduplicated)
                    }
                    return nil
                } catch {
                    return error
                }
            }
        }
        if let refusal {
            let delivery = Self.outcome(of: refusal)
            state.batch.pending[position].action = state.batch.pending[position].lease.delivered(delivery)
            tally.withdraw()
        }
    }

    private func publish(_ failure: FailureMessage, token: UInt64, _ tally: DeliveryTally) {
        tally.expect()
        do {
            try failure.id.bytes.withUnsafeBytes { key in
                try failure.value.withUnsafeBytes { value in
                    try services.publisher.produce(
                        topic: failure.topic.name,
                        partition: KafkaPartitioner.partition(key, count: failure.topic.partitions),
                        key: key, value: value, timestampMs: terms.failure.receivedAt.microseconds / 1000, token: token
                    ) { KafkaHeaders(capacity: 1) }
                }
            }
        } catch {
            services.metrics.failedLost.add()
            Log("ingest").warning("a failed event is lost", ["error": "\(error)"])
            tally.withdraw()
        }
    }

    private struct FailureMessage: Sendable {
        let topic: IngestTopic
        let id: UUID128
        let value: [UInt8]
    }

    /// The messages for failed events; those that can't be made now are counted as lost, and clients still get their reply.
    private func messages(for failures: [EventFailure]) -> [FailureMessage] {
        guard !failures.isEmpty else { return [] }
        guard let topic = try? services.topics.topic(FailedEvents.topic) else {
            services.metrics.failedLost.add(failures.count)
            return []
        }
        return body.withUnsafeBytes { bytes in
            let places = EventsReader.places(in: bytes)
            return failures.compactMap { failure in
                let original = places.indices.contains(failure.index) ? Array(bytes[places[failure.index]]) : []
                guard let message = services.failed.message(for: failure, context: terms.failure, original: original)
                else {
                    services.metrics.failedLost.add()
                    return nil
                }
                return FailureMessage(topic: topic, id: message.id, value: message.value)
            }
        }
    }

    /// All deliveries of the group have come.
    private func resume(with tally: DeliveryTally) {
        go(
            on: state.withLock { state in
                for (slot, delivery) in zip(state.slots, tally.results) {
                    // None for what the producer did not take: its action is set already.
                    guard let delivery else { continue }
                    switch slot {
                    case .failure:
                        if delivery.persistence == .notPersisted { services.metrics.failedLost.add() }
                    case .event(let position):
                        let event = state.batch.pending[position]
                        if let offset = delivery.offset { event.topic.note(delivery.partition, logEnd: offset + 1) }
                        state.batch.pending[position].action = state.batch.pending[position].lease.delivered(
                            Self.outcome(of: delivery))
                    }
                }
                services.router.forget(state.group)
                state.slots = []
                return advance(&state)
            })
    }

    private static func outcome(of delivery: KafkaDelivery) -> DedupLease.Delivery {
        switch delivery.persistence {
        case .persisted: .persisted(offset: delivery.offset)
        case .unknown: .unknown
        case .notPersisted: delivery.error.map(outcome) ?? .refused(.notDelivered)
        }
    }

    private static func outcome(of error: KafkaError) -> DedupLease.Delivery {
        switch error.kind {
        case .tooLarge:
            .tooLarge(
                Violation(
                    pointer: "", code: .eventTooLarge, expected: "an event that Kafka takes (message.max.bytes)",
                    found: "one that is larger when encoded"))
        case .queueFull: .refused(.queueFull)
        default: .refused(.notDelivered)
        }
    }
}
