// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka
import ClientTelemetry

/// Reads records from partitions that the owner chose, or that a group gave it.
///
/// Reads committed records only, commits nothing by itself, and belongs to one thread at a time. Whatever happens
/// besides records is a value that `poll` returns; a rebalance waits until the owner has answered it.
public final class KafkaConsumer {
    let handle: KafkaHandle
    let queue: KafkaQueue
    private let reportsEnds: Bool
    /// How long it leaves a broker alone that has nothing new; see `KafkaConfiguration.idleRest`.
    let idleRestMs: Int32
    /// Nothing came when it last waited.
    var isIdle = false
    /// By the owner, not by a rest.
    var paused: Set<KafkaTopicPartition> = []
    private var isOpen = true
    /// `poll` has handed over a rebalance that the owner has not answered.
    private var owesAnswer = false

    /// What `poll` returns when it stopped for something that is not a record.
    public enum Event: Sendable {
        /// The group gave these partitions: answer with `assign`.
        case assigned([KafkaTopicPartition])
        /// The group takes back everything given: finish and commit, then answer with `unassign`. If it is lost
        /// already, others read there: commit nothing.
        case revoked([KafkaTopicPartition], isLost: Bool)
        /// Everything up to this offset was read, and there was no more at that moment.
        case endOfPartition(KafkaTopicPartition, offset: Int64)
        /// Something failed. The client goes on by itself unless the kind is `fatal` or `offsetOutOfRange`.
        case failed(KafkaError)
    }

    /// Where to begin in a partition without a committed offset.
    public enum Reset: String, Sendable {
        case earliest, latest, error
    }

    /// - Parameters:
    ///   - group: needed for `subscribe` and for committed offsets.
    ///   - reportsEnds: whether `poll` tells each time that it reached a partition's end.
    public init(
        _ configuration: KafkaConfiguration, group: String? = nil, reset: Reset = .earliest, reportsEnds: Bool = false
    ) throws(KafkaError) {
        if configuration.properties["partition.assignment.strategy"]?.contains("cooperative") == true {
            throw KafkaError(
                "make a consumer", RD_KAFKA_RESP_ERR__INVALID_ARG,
                detail: "partition.assignment.strategy is cooperative, expected range or roundrobin")
        }
        self.reportsEnds = reportsEnds
        idleRestMs = configuration.idleRestMs
        handle = try KafkaHandle(
            RD_KAFKA_CONSUMER, configuration,
            defaults: [
                "isolation.level": "read_committed", "fetch.wait.max.ms": "100", "queued.min.messages": "10000",
                // Kafka keeps to fetch limits; the broker for one machine does not and may answer with all it has.
                "receive.message.max.bytes": "2000000000",
            ],
            required: [
                "group.id": group ?? "sluice-ungrouped", "enable.auto.commit": "false",
                "enable.auto.offset.store": "false", "auto.offset.reset": reset.rawValue,
                // Who rests must see that a look for records has ended.
                "enable.partition.eof": reportsEnds || idleRestMs > 0 ? "true" : "false",
            ], events: RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_ERROR)
        rd_kafka_poll_set_consumer(handle.pointer)
        queue = try KafkaQueue(consumerOf: handle)
    }

    /// Hands at most `maximum` records to `body`, and returns early with what is not a record.
    ///
    /// Waits for the first only; nil means that the time is up, the maximum is reached, or nothing more is there now.
    /// If `body` throws, that record counts as read.
    public func poll(
        timeoutMs: Int32, maximum: Int = 1_000, _ body: (borrowing KafkaRecord) throws -> Void
    ) throws -> Event? {
        var wait = timeoutMs
        var count = 0
        var lastTopic: OpaquePointer?
        var lastName = ""
        while count < maximum {
            guard let event = try nextEvent(timeoutMs: wait) else { return nil }
            wait = 0
            switch event.type {
            case RD_KAFKA_EVENT_FETCH:
                guard let message = rd_kafka_event_message_next(event.pointer) else { continue }
                // Records of one topic come in runs: its name is made once a run.
                if message.pointee.rkt != lastTopic {
                    lastTopic = message.pointee.rkt
                    lastName = lastTopic.map { String(cString: rd_kafka_topic_name($0)) } ?? ""
                }
                guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    let detail = rd_kafka_message_errstr(message).map { String(cString: $0) }
                    let place = "read \(lastName)[\(message.pointee.partition)]"
                    return .failed(KafkaError(place, message.pointee.err, detail: detail))
                }
                count += 1
                isIdle = false
                try body(KafkaRecord(topic: lastName, message: message))
            case RD_KAFKA_EVENT_REBALANCE:
                owesAnswer = true
                let list = rd_kafka_event_topic_partition_list(event.pointer)
                let partitions = list.map { KafkaPartitionList.partitions(of: $0) } ?? []
                if rd_kafka_event_error(event.pointer) == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
                    return .assigned(partitions)
                }
                return .revoked(partitions, isLost: rd_kafka_assignment_lost(handle.pointer) != 0)
            case RD_KAFKA_EVENT_ERROR:
                let event = Self.event(of: event)
                if case .endOfPartition = event, !reportsEnds { continue }
                return event
            default: break
            }
        }
        return nil
    }

    /// What an error event says; a partition's end comes as one, and so does what is wrong with a single partition.
    private static func event(of event: borrowing KafkaEvent) -> Event {
        guard let place = rd_kafka_event_topic_partition(event.pointer) else {
            return .failed(event.error("read from Kafka"))
        }
        defer { rd_kafka_topic_partition_destroy(place) }
        let topic = place.pointee.topic.map { String(cString: $0) } ?? ""
        let partition = KafkaTopicPartition(topic, place.pointee.partition)
        if rd_kafka_event_error(event.pointer) == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            return .endOfPartition(partition, offset: place.pointee.offset)
        }
        return .failed(event.error("read \(partition)"))
    }

    /// Joins the group for these topics; a name that begins with `^` is a regular expression.
    public func subscribe(_ topics: [String]) throws(KafkaError) {
        let list = try KafkaPartitionList(topics.map { KafkaTopicPartition($0, RD_KAFKA_PARTITION_UA) })
        let code = rd_kafka_subscribe(handle.pointer, list.pointer)
        try check(code, "subscribe to \(topics.joined(separator: ", "))")
    }

    /// Reads exactly these partitions from now on, from these places.
    public func assign(_ offsets: [KafkaOffset]) throws(KafkaError) {
        let list = try KafkaPartitionList(offsets)
        try check(rd_kafka_assign(handle.pointer, list.pointer), "assign partitions")
        owesAnswer = false
    }

    /// Reads nothing from now on; the answer to `revoked`.
    public func unassign() throws(KafkaError) {
        try check(rd_kafka_assign(handle.pointer, nil), "give up partitions")
        owesAnswer = false
    }

    /// This member's standing in the group, for `KafkaTransactionalProducer.sendOffsets`.
    public func groupMetadata() throws(KafkaError) -> KafkaGroupMetadata { try KafkaGroupMetadata(of: handle) }

    /// Leaves the group and ends reading; the owner commits nothing more. A rebalance that it has not answered, because it
    /// failed in between, is answered by giving everything up: librdkafka would wait for the answer for ever.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        if owesAnswer { rd_kafka_assign(handle.pointer, nil) }
        rd_kafka_consumer_close(handle.pointer)
    }

    deinit { close() }

    func check(_ code: rd_kafka_resp_err_t, _ action: String) throws(KafkaError) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        if code == RD_KAFKA_RESP_ERR__FATAL, let fatal = handle.fatalError { throw fatal }
        throw KafkaError(action, code)
    }
}
