// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// Owns one reference to an event queue of a client, and keeps the client.
///
/// Unchecked because the pointer is never changed and librdkafka's queues may be used from any thread.
final class KafkaQueue: @unchecked Sendable {
    let pointer: OpaquePointer
    private let handle: KafkaHandle

    /// The queue of delivery reports and errors.
    convenience init(mainOf handle: KafkaHandle) throws(KafkaError) {
        try self.init(rd_kafka_queue_get_main(handle.pointer), handle)
    }

    /// The queue of fetched records, rebalances and errors.
    convenience init(consumerOf handle: KafkaHandle) throws(KafkaError) {
        try self.init(rd_kafka_queue_get_consumer(handle.pointer), handle)
    }

    /// A queue of its own, for answers to one request.
    convenience init(newFor handle: KafkaHandle) throws(KafkaError) {
        try self.init(rd_kafka_queue_new(handle.pointer), handle)
    }

    private init(_ pointer: OpaquePointer?, _ handle: KafkaHandle) throws(KafkaError) {
        guard let pointer else { throw KafkaError("open the client's event queue", RD_KAFKA_RESP_ERR__UNKNOWN_GROUP) }
        self.pointer = pointer
        self.handle = handle
    }

    /// The next event, waiting for it at most so many milliseconds.
    func poll(timeoutMs: Int32) -> KafkaEvent? {
        guard let event = rd_kafka_queue_poll(pointer, timeoutMs) else { return nil }
        return KafkaEvent(pointer: event)
    }

    /// Ends a wait in `poll` on another thread.
    func wake() { rd_kafka_queue_yield(pointer) }

    deinit { rd_kafka_queue_destroy(pointer) }
}

/// Owns one event; what it points to is valid as long as it lives.
struct KafkaEvent: ~Copyable {
    let pointer: OpaquePointer

    var type: Int32 { rd_kafka_event_type(pointer) }

    /// The error that an error event reports.
    func error(_ action: String) -> KafkaError {
        let code = rd_kafka_event_error(pointer)
        let detail = rd_kafka_event_error_string(pointer).map { String(cString: $0) }
        return KafkaError(
            action, code, kind: rd_kafka_event_error_is_fatal(pointer) != 0 ? .fatal : nil, detail: detail)
    }

    deinit { rd_kafka_event_destroy(pointer) }
}
