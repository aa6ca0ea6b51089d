// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientKafka
internal import ClientTelemetry
import Foundation
import Synchronization

/// The producer in use. One that failed for good is replaced by a new one; what it had under way is reported as unknown.
final class Publisher: Sendable {
    private let configuration: KafkaConfiguration
    private let deliveries: @Sendable (Span<KafkaDelivery>) -> Void
    private let current: Mutex<KafkaProducer>
    private let restarts: Counter
    private let log = Log("ingest")

    init(
        _ configuration: KafkaConfiguration, restarts: Counter,
        deliveries: @escaping @Sendable (Span<KafkaDelivery>) -> Void
    ) throws {
        self.configuration = configuration
        self.restarts = restarts
        self.deliveries = deliveries
        current = Mutex(try KafkaProducer(configuration, deliveries: deliveries))
    }

    /// One message; the bytes are copied, and the headers made by the closure (again, if the producer is replaced).
    ///
    /// - Throws: why it was certainly not published.
    func produce(
        topic: String, partition: Int32, key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer,
        timestampMs: Int64, token: UInt64, headers: () -> KafkaHeaders
    ) throws(KafkaError) {
        let producer = current.withLock { $0 }
        do {
            let handle = try producer.topic(topic)
            try producer.produce(
                to: handle, partition: partition, key: key, value: value, headers: headers(), timestampMs: timestampMs,
                token: token)
        } catch {
            guard error.kind == .fatal || error.kind == .fenced || error.kind == .closed else { throw error }
            let fresh = try replace(producer, because: error)
            let handle = try fresh.topic(topic)
            try fresh.produce(
                to: handle, partition: partition, key: key, value: value, headers: headers(), timestampMs: timestampMs,
                token: token)
        }
    }

    var bytesInFlight: Int { current.withLock { $0 }.bytesInFlight }
    var messagesInFlight: Int { current.withLock { $0 }.messagesInFlight }

    /// The producer, for tests that end it.
    var producer: KafkaProducer { current.withLock { $0 } }

    /// Waits for what is under way and ends the producer.
    func close(timeoutMs: Int32) { current.withLock { $0 }.close(timeoutMs: timeoutMs) }

    private func replace(_ broken: KafkaProducer, because cause: KafkaError) throws(KafkaError) -> KafkaProducer {
        let (fresh, isReplaced) = try current.withLock { current throws(KafkaError) in
            // Another thread was faster.
            guard current === broken else { return (current, false) }
            do {
                current = try KafkaProducer(configuration, deliveries: deliveries)
            } catch {
                log.error("no new producer", ["error": "\(error)"])
                throw (error as? KafkaError) ?? cause
            }
            return (current, true)
        }
        if isReplaced {
            log.warning("the producer failed for good and was replaced", ["error": cause.description])
            restarts.add()
            // Closing reports what was under way, which takes a moment.
            Thread.detachNewThread { broken.close(timeoutMs: 0) }
        }
        return fresh
    }
}
