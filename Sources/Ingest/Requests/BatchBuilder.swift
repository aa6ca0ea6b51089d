// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Access
internal import ClientHTTP
internal import ClientKafka
internal import Contracts
internal import Formats
internal import SluiceRuntime
internal import SluiceSchemas

/// Validates and encodes the events of a request, and prepares each one's way through dedup.
struct BatchBuilder: ~Copyable {
    private let services: IngestServices
    private let key: APIKey
    private let server: ServerFields
    private let terms: Times
    private var batch: EventBatch
    private var positions: [UUID128: Int] = [:]
    private var resolved: [Resolved] = []
    /// Names of which no event type was found.
    private var misses = 0
    /// From so many on, a name that is new is looked for in the list of all types instead of being asked for.
    private static let trustedMisses = 8

    /// Times of the request, in milliseconds, and who it is.
    struct Times: Sendable {
        var owner: UUID128
        var now: Int64
        var receivedAt: Timestamp
    }

    /// What an event type and version came to, within the request.
    private struct Resolved {
        let eventType: String
        let version: Int64?
        let contract: ContractCatalog.Resolution
        /// Nil if Kafka can't be reached or there is no contract.
        let topic: IngestTopic?
    }

    init(services: IngestServices, key: APIKey, request: HTTPRequest, times: Times) {
        self.services = services
        self.key = key
        terms = times
        server = ServerFields(
            receivedAt: times.receivedAt, clientNetwork: NetworkAddress(of: request.remoteAddress))
        batch = EventBatch(capacity: request.body.count, receivedAt: times.receivedAt)
    }

    consuming func build(_ body: HTTPBody, _ workspace: Workspace) throws(RequestProblem) -> EventBatch {
        let limits = services.configuration.limits
        let reader = EventsReader(parser: workspace.parser, maximumEvents: limits.events)
        var failure: EventsReader.Failure?
        body.withUnsafeBytes { bytes in
            do throws(EventsReader.Failure) {
                try reader.read(padded: bytes) { index, event in
                    switch event {
                    case .broken(let violation):
                        batch.refuse(index, .none, [violation], stage: .parse, eventType: nil)
                    case .parsed(let tape, let position):
                        add(index, tape, position, workspace.encoder)
                    }
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw RequestProblem(failure, maximumEvents: limits.events) }
        return batch
    }

    private mutating func add(_ index: Int, _ tape: JSONTape, _ position: Int, _ encoder: EventEncoder) {
        guard tape.kind(at: position) == .object else {
            let violation = Violation(
                pointer: "", code: .notAnObject, expected: "an object", found: tape.words(at: position))
            return batch.refuse(index, .none, [violation], stage: .parse, eventType: nil)
        }
        let header = EventHeader(tape, at: position)
        let identity: EventIdentity =
            header.eventID.map { text in UUID128(text).map { .id($0) } ?? .text(text) } ?? .none
        guard let name = header.eventType else {
            let violation = Violation(
                pointer: "/event_type", code: .missingField, expected: "a string", found: "nothing",
                hint: "name the event type whose schema the event keeps")
            return batch.refuse(index, identity, [violation], stage: .resolve, eventType: nil)
        }
        let found = resolve(name, version: header.schemaVersion)
        switch found.contract {
        case .unavailable:
            batch.settled.append(
                EventResult(index: index, identity: identity, outcome: .retry(.registryUnavailable)))
        case .refused(let violation):
            batch.refuse(index, identity, [violation], stage: .resolve, eventType: found.eventType)
        case .plan(let plan):
            guard key.permitsSending(found.eventType) else {
                let violation = Violation(
                    pointer: "/event_type", code: .eventTypeNotAllowed,
                    expected: "an event type that the key \"\(key.name)\" may send", found: "\"\(found.eventType)\"")
                return batch.refuse(index, identity, [violation], stage: .resolve, eventType: found.eventType)
            }
            switch encoder.encode(plan, tape: tape, at: position, server: server, into: &batch.output) {
            case .refused(let violations):
                batch.refuse(
                    index, identity, violations, stage: .validate, eventType: found.eventType, schemaID: plan.schemaID)
            case .encoded(let event):
                accept(index, event, plan, found.topic)
            }
        }
    }

    private mutating func accept(_ index: Int, _ event: EncodedEvent, _ plan: ContractPlan, _ topic: IngestTopic?) {
        if let first = positions[event.eventID] {
            batch.repeated.append(
                .init(index: index, id: event.eventID, first: first, fingerprint: event.fingerprint))
            return
        }
        guard let topic else {
            batch.settled.append(
                EventResult(index: index, identity: .id(event.eventID), outcome: .retry(.kafkaUnavailable)))
            return
        }
        let partition = batch.output.withUnsafeBytes(in: event.keyRange) {
            KafkaPartitioner.partition($0, count: topic.partitions)
        }
        let configuration = services.configuration
        var lease = DedupLease(
            .init(
                owner: terms.owner, topic: topic.name, partition: partition,
                logEnd: topic.logEnd(partition), schemaID: plan.schemaID, timestamp: event.timestamp,
                fingerprint: event.fingerprint, leaseMs: 2 * Int64(configuration.publishTimeoutMs),
                publishMs: Int64(configuration.publishTimeoutMs),
                deadline: terms.now + Int64(configuration.waitForOthersMs)))
        let action = lease.begin(now: terms.now)
        positions[event.eventID] = batch.pending.count
        batch.pending.append(
            .init(
                index: index, id: event.eventID, topic: topic, value: event.range, key: event.keyRange, lease: lease,
                action: action))
    }

    /// The contract and topic, asked for once a request.
    private mutating func resolve(_ name: UnsafeBufferPointer<UInt8>, version: Int64?) -> Resolved {
        if let known = resolved.first(where: { $0.version == version && name.elementsEqual($0.eventType.utf8) }) {
            return known
        }
        let eventType = String(decoding: name, as: UTF8.self)
        let contract = services.contracts.resolve(
            eventType, version: version, isTrusting: misses < Self.trustedMisses)
        if case .refused = contract { misses += 1 }
        var topic: IngestTopic?
        if case .plan = contract, key.permitsSending(eventType) {
            topic = try? services.topics.topic("events." + eventType)
        }
        let made = Resolved(eventType: eventType, version: version, contract: contract, topic: topic)
        // A request may name any number of types that don't exist.
        if resolved.count < 256 { resolved.append(made) }
        return made
    }
}
