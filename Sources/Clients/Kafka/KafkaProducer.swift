// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka
import ClientTelemetry
import Synchronization

/// Writes messages to Kafka and tells in batches what became of each.
///
/// Idempotent, acknowledged by all in-sync replicas. Producing copies the message into a bounded queue and returns;
/// the delivery handler runs on the producer's own thread, once for every message, in batches.
///
/// After a fatal error nothing more can be produced: every call throws an error of the kind `fatal`, and the owner
/// makes a new producer. What was in flight then is reported as `unknown`.
public final class KafkaProducer: Sendable {
    private let core: Core
    private let thread: WorkerThread

    /// What the poll thread shares with the callers; it does not keep the producer alive.
    private final class Core: Sendable {
        let handle: KafkaHandle
        let queue: KafkaQueue
        let bytes = Atomic<Int>(0)
        let messages = Atomic<Int>(0)
        let isClosed = Atomic<Bool>(false)
        let isStopping = Atomic<Bool>(false)
        let topics = Mutex<[String: KafkaTopic]>([:])

        init(_ handle: KafkaHandle) throws(KafkaError) {
            self.handle = handle
            queue = try KafkaQueue(mainOf: handle)
        }
    }

    /// - Parameters:
    ///   - configuration: its properties win over the defaults here, but not over idempotence and acks.
    ///   - deliveries: called on the producer's thread with what became of messages; must not block for long.
    public init(
        _ configuration: KafkaConfiguration, deliveries: @escaping @Sendable (Span<KafkaDelivery>) -> Void
    ) throws {
        let handle = try KafkaHandle(
            RD_KAFKA_PRODUCER, configuration,
            defaults: [
                "compression.codec": "lz4", "linger.ms": "5", "queue.buffering.max.messages": "500000",
                "queue.buffering.max.kbytes": "262144", "message.timeout.ms": "30000",
            ], required: ["enable.idempotence": "true", "acks": "all"],
            events: RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR)
        let core = try Core(handle)
        self.core = core
        thread = try WorkerThread(name: "kafka-delivery") { Self.serve(core, deliveries) }
    }

    /// The topic by its name, made at the first call. The topic need not exist at the broker yet.
    public func topic(_ name: String) throws(KafkaError) -> KafkaTopic {
        if let known = core.topics.withLock({ $0[name] }) { return known }
        let made = try KafkaTopic(name, of: core.handle)
        return core.topics.withLock { topics in
            if let known = topics[name] { return known }
            topics[name] = made
            return made
        }
    }

    /// Puts a message into the queue to be sent; the bytes are copied.
    ///
    /// - Parameters:
    ///   - topic: one that this producer made.
    ///   - partition: chosen by the caller, see `KafkaPartitioner`.
    ///   - key: nil is no key.
    ///   - value: nil is a tombstone.
    ///   - timestampMs: the record's CreateTime, milliseconds since 1970; 0 is now.
    ///   - token: comes back in the delivery.
    /// - Throws: an error of the kind `queueFull` when the bounded queue is full: nothing was taken, and the caller
    ///   waits or refuses; `fatal` when the producer is of no more use.
    public func produce(
        to topic: KafkaTopic, partition: Int32, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?,
        headers: consuming KafkaHeaders? = nil, timestampMs: Int64 = 0, token: UInt64 = 0
    ) throws(KafkaError) {
        if let error = put(topic, partition, key, value, headers.take()?.take(), timestampMs, token) { throw error }
    }

    /// The same for bytes in arrays, where speed does not matter.
    public func produce(
        topic name: String, partition: Int32, key: [UInt8]?, value: [UInt8]?, headers: consuming KafkaHeaders? = nil,
        timestampMs: Int64 = 0, token: UInt64 = 0
    ) throws(KafkaError) {
        let topic = try topic(name)
        let list = headers.take()?.take()
        let error = withBytes(of: key, value) { put(topic, partition, $0, $1, list, timestampMs, token) }
        if let error { throw error }
    }

    /// Takes the headers in any case; returns why the message was not taken.
    private func put(
        _ topic: KafkaTopic, _ partition: Int32, _ key: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer?,
        _ headers: OpaquePointer?, _ timestampMs: Int64, _ token: UInt64
    ) -> KafkaError? {
        guard topic.belongs(to: core.handle), !core.isClosed.load(ordering: .relaxed) else {
            if let headers { rd_kafka_headers_destroy(headers) }
            return KafkaError("write to \(topic.name)[\(partition)]", RD_KAFKA_RESP_ERR__DESTROY, kind: .closed)
        }
        let size = (value?.count ?? 0) + (key?.count ?? 0)
        core.bytes.wrappingAdd(size, ordering: .relaxed)
        core.messages.wrappingAdd(1, ordering: .relaxed)
        let error = topic.produce(
            partition: partition, key: key, value: value, headers: headers, timestampMs: timestampMs, token: token,
            flags: 0)
        if error != nil {
            core.bytes.wrappingSubtract(size, ordering: .relaxed)
            core.messages.wrappingSubtract(1, ordering: .relaxed)
        }
        return error
    }

    /// Messages taken and not yet reported.
    public var messagesInFlight: Int { core.messages.load(ordering: .relaxed) }

    /// Bytes of keys and values taken and not yet reported.
    public var bytesInFlight: Int { core.bytes.load(ordering: .relaxed) }

    /// Why this producer is of no more use, or nil.
    public var fatalError: KafkaError? { core.handle.fatalError }

    /// Ends this producer as a broker's fatal answer would, for tests.
    func simulateFatalError() {
        rd_kafka_test_fatal_error(core.handle.pointer, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, "simulated")
    }

    /// Waits until every message taken so far has been reported.
    ///
    /// - Throws: an error of the kind `timedOut` if some are still under way then.
    public func flush(timeoutMs: Int32) throws(KafkaError) {
        let code = rd_kafka_flush(core.handle.pointer, timeoutMs)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError("deliver all messages in time", code) }
    }

    /// Takes no more messages, waits for those under way as long as given, gives up on the rest (they are reported as
    /// failed or unknown), and ends the thread. Every message has been reported when it returns.
    public func close(timeoutMs: Int32) {
        guard core.isClosed.exchange(true, ordering: .acquiringAndReleasing) == false else { return }
        let handle = core.handle.pointer
        if rd_kafka_flush(handle, timeoutMs) != RD_KAFKA_RESP_ERR_NO_ERROR {
            rd_kafka_purge(handle, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
            rd_kafka_flush(handle, 5_000)
        }
        core.isStopping.store(true, ordering: .releasing)
        core.queue.wake()
        thread.join()
    }

    deinit { close(timeoutMs: 0) }

    /// The poll thread: turns delivery events into values until the producer is closed and the queue is empty.
    private static func serve(_ core: Core, _ deliveries: @Sendable (Span<KafkaDelivery>) -> Void) {
        var batch: [KafkaDelivery] = []
        while true {
            let isStopping = core.isStopping.load(ordering: .acquiring)
            guard let event = core.queue.poll(timeoutMs: isStopping ? 0 : 1_000) else {
                if isStopping { return }
                continue
            }
            switch event.type {
            case RD_KAFKA_EVENT_DR:
                var bytes = 0
                batch.removeAll(keepingCapacity: true)
                while let message = rd_kafka_event_message_next(event.pointer) {
                    bytes += message.pointee.len + message.pointee.key_len
                    batch.append(KafkaDelivery(message))
                }
                core.bytes.wrappingSubtract(bytes, ordering: .relaxed)
                core.messages.wrappingSubtract(batch.count, ordering: .relaxed)
                deliveries(batch.span)
            case RD_KAFKA_EVENT_ERROR:
                // librdkafka goes on by itself; what is fatal shows at the next message.
                let error = event.error("reach Kafka")
                Log("kafka").warning("producer: \(error)")
            default: break
            }
        }
    }
}
