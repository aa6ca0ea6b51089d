// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka
import ClientTelemetry

/// Writes messages and consumer offsets in transactions: readers that read committed records see all of one or none.
///
/// Every call may block for as long as its timeout says, so the owner calls it from a thread of its own. Errors say
/// what follows: `abortable` (abort, and read the records again), `fenced` (another producer with this id has taken
/// over: drop everything), `fatal` (make a new one), and anything else left after the timeout, where the outcome is
/// unknown: make a new one too; its `initialise` ends what this one left open.
public final class KafkaTransactionalProducer {
    public let transactionalID: String
    private let handle: KafkaHandle
    private var topics: [String: KafkaTopic] = [:]
    private var isInTransaction = false

    /// - Parameters:
    ///   - transactionalID: the same for every life of the same task, and for no other task.
    ///   - transactionTimeoutMs: after this long the broker aborts a transaction left open. Messages time out before
    ///     it, because a message that outlives its transaction would end up in the next.
    public init(
        _ configuration: KafkaConfiguration, transactionalID: String, transactionTimeoutMs: Int = 60_000
    ) throws(KafkaError) {
        self.transactionalID = transactionalID
        handle = try KafkaHandle(
            RD_KAFKA_PRODUCER, configuration,
            defaults: [
                "compression.codec": "lz4", "linger.ms": "5", "queue.buffering.max.messages": "500000",
                "queue.buffering.max.kbytes": "262144", "transaction.timeout.ms": String(transactionTimeoutMs),
                "message.timeout.ms": String(max(1_000, transactionTimeoutMs - 10_000)),
            ], required: ["transactional.id": transactionalID, "enable.idempotence": "true", "acks": "all"])
    }

    /// Registers with the transaction coordinator: fences every earlier producer with this id and ends what it left.
    public func initialise(timeoutMs: Int32) throws(KafkaError) {
        try retrying("register the transactional id '\(transactionalID)'", timeoutMs) {
            rd_kafka_init_transactions(handle.pointer, $0)
        }
    }

    /// Opens a transaction.
    public func begin() throws(KafkaError) {
        let result = rd_kafka_begin_transaction(handle.pointer)
        if let error = KafkaError("begin a transaction of '\(transactionalID)'", taking: result) { throw error }
        isInTransaction = true
    }

    /// Adds a message to the open transaction; waits while the queue is full.
    ///
    /// That a message could not be delivered is told by `commit`.
    public func produce(
        topic name: String, partition: Int32, key: [UInt8]?, value: [UInt8]?, headers: consuming KafkaHeaders? = nil,
        timestampMs: Int64 = 0
    ) throws(KafkaError) {
        let topic = try topic(name)
        let list = headers.take()?.take()
        let error = withBytes(of: key, value) {
            topic.produce(
                partition: partition, key: $0, value: $1, headers: list, timestampMs: timestampMs, token: 0,
                flags: RD_KAFKA_MSG_F_BLOCK)
        }
        if let error { throw error }
    }

    /// Makes the offsets part of the transaction: they are committed for the group if and only if it is.
    public func sendOffsets(
        _ offsets: [KafkaOffset], group: KafkaGroupMetadata, timeoutMs: Int32
    ) throws(KafkaError) {
        let list = try KafkaPartitionList(offsets)
        try retrying("add offsets to the transaction of '\(transactionalID)'", timeoutMs) {
            rd_kafka_send_offsets_to_transaction(handle.pointer, list.pointer, group.pointer, $0)
        }
    }

    /// Delivers what is queued and commits.
    public func commit(timeoutMs: Int32) throws(KafkaError) {
        try retrying("commit the transaction of '\(transactionalID)'", timeoutMs) {
            rd_kafka_commit_transaction(handle.pointer, $0)
        }
        isInTransaction = false
    }

    /// Undoes the transaction.
    public func abort(timeoutMs: Int32) throws(KafkaError) {
        try retrying("abort the transaction of '\(transactionalID)'", timeoutMs) {
            rd_kafka_abort_transaction(handle.pointer, $0)
        }
        isInTransaction = false
    }

    /// Leaves no transaction open if the broker can still be told.
    ///
    /// Not only out of courtesy: librdkafka 2.0.2 ends the process by an assertion (`txn_req_cnt > 0`) if a client is
    /// destroyed while it still has partitions to add to a transaction. Aborting, even in vain, takes it out of that state.
    deinit {
        guard isInTransaction, let error = rd_kafka_abort_transaction(handle.pointer, 1_000) else { return }
        rd_kafka_error_destroy(error)
    }

    private func topic(_ name: String) throws(KafkaError) -> KafkaTopic {
        if let known = topics[name] { return known }
        let made = try KafkaTopic(name, of: handle)
        topics[name] = made
        return made
    }

    /// Calls again while librdkafka says that a call may be repeated and the time is not up.
    private func retrying(
        _ action: String, _ timeoutMs: Int32, _ call: (Int32) -> OpaquePointer?
    ) throws(KafkaError) {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .milliseconds(Int(timeoutMs)))
        while true {
            let left = clock.now.duration(to: deadline).components
            let leftMs = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
            // Zero would mean "do not wait at all" to some calls and "as long as it takes" to others.
            guard let result = call(Int32(clamping: max(1, leftMs))) else { return }
            let isRetriable = rd_kafka_error_is_retriable(result) != 0
            guard let error = KafkaError(action, taking: result) else { return }
            guard isRetriable, clock.now < deadline else { throw error }
        }
    }
}
