// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientHTTP
internal import ClientKafka
internal import ClientTelemetry
internal import Contracts
internal import SluiceRuntime
import Synchronization

extension Submission {
    /// Hands over what is to be published.
    ///
    /// - Returns: false if there was nothing; else the tally resumes the submission, even if nothing was taken.
    func publish(_ state: inout State) -> Bool {
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
                let place = places.indices.contains(failure.index) ? places[failure.index] : 0..<0
                let original = UnsafeRawBufferPointer(rebasing: bytes[place])
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
