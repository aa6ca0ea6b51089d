// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// A topic as it should be.
public struct KafkaTopicSpecification: Sendable, Hashable {
    public var name: String
    public var partitions: Int32
    public var replicationFactor: Int32
    /// Broker settings by Kafka's names, such as `retention.ms` or `cleanup.policy`.
    public var settings: [String: String]

    public init(
        _ name: String, partitions: Int32, replicationFactor: Int32 = 1, settings: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.settings = settings
    }
}

/// What `KafkaAdmin.ensure(_:timeoutMs:)` did about a topic.
public enum KafkaTopicOutcome: Sendable, Hashable {
    case created
    /// It was there; its partitions and settings were left as they are.
    case existed(partitions: Int32)
}

extension KafkaAdmin {
    /// Creates the topics that don't exist, and returns when each one is known to the cluster.
    ///
    /// - Throws: the first error of a topic that neither existed nor could be created.
    @discardableResult
    public func ensure(
        _ topics: [KafkaTopicSpecification], timeoutMs: Int32
    ) throws(KafkaError) -> [String: KafkaTopicOutcome] {
        let known = try self.topics(timeoutMs: timeoutMs)
        var outcomes: [String: KafkaTopicOutcome] = [:]
        for topic in topics { outcomes[topic.name] = known[topic.name].map { .existed(partitions: $0) } }
        var missing: [String: KafkaTopicSpecification] = [:]
        for topic in topics where outcomes[topic.name] == nil { missing[topic.name] = topic }
        guard !missing.isEmpty else { return outcomes }
        var requests: [OpaquePointer?] = []
        defer { for request in requests { rd_kafka_NewTopic_destroy(request) } }
        for topic in missing.values { requests.append(try Self.request(topic)) }
        let results = try request(RD_KAFKA_ADMIN_OP_CREATETOPICS, timeoutMs, "create topics") { options, queue in
            rd_kafka_CreateTopics(handle.pointer, &requests, requests.count, options, queue)
        } read: { event in
            var count = 0
            let list = rd_kafka_event_CreateTopics_result(event).flatMap {
                rd_kafka_CreateTopics_result_topics($0, &count)
            }
            return Self.results(list, count)
        }
        for result in results {
            switch result.code {
            case RD_KAFKA_RESP_ERR_NO_ERROR: outcomes[result.name] = .created
            case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS:
                // Someone else was faster.
                outcomes[result.name] = .existed(partitions: missing[result.name]?.partitions ?? 0)
            default: throw KafkaError("create the topic '\(result.name)'", result.code, detail: result.detail)
            }
        }
        return outcomes
    }

    /// Deletes topics; those that don't exist are no error.
    public func delete(_ topics: [String], timeoutMs: Int32) throws(KafkaError) {
        guard !topics.isEmpty else { return }
        var requests: [OpaquePointer?] = topics.map { rd_kafka_DeleteTopic_new($0) }
        defer { for request in requests { rd_kafka_DeleteTopic_destroy(request) } }
        let results = try request(RD_KAFKA_ADMIN_OP_DELETETOPICS, timeoutMs, "delete topics") { options, queue in
            rd_kafka_DeleteTopics(handle.pointer, &requests, requests.count, options, queue)
        } read: { event in
            var count = 0
            let list = rd_kafka_event_DeleteTopics_result(event).flatMap {
                rd_kafka_DeleteTopics_result_topics($0, &count)
            }
            return Self.results(list, count)
        }
        for result in results
        where result.code != RD_KAFKA_RESP_ERR_NO_ERROR && result.code != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART {
            throw KafkaError("delete the topic '\(result.name)'", result.code, detail: result.detail)
        }
    }

    private struct TopicResult {
        let name: String
        let code: rd_kafka_resp_err_t
        let detail: String?
    }

    private static func request(_ topic: KafkaTopicSpecification) throws(KafkaError) -> OpaquePointer {
        let action = "create the topic '\(topic.name)'"
        var reason = ErrorText()
        let made = reason.fill {
            rd_kafka_NewTopic_new(topic.name, topic.partitions, topic.replicationFactor, $0, $1)
        }
        guard let made else { throw KafkaError(action, RD_KAFKA_RESP_ERR__INVALID_ARG, detail: reason.text) }
        for (name, value) in topic.settings {
            let code = rd_kafka_NewTopic_set_config(made, name, value)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                rd_kafka_NewTopic_destroy(made)
                throw KafkaError(action, code, detail: "setting \(name) = \(value) was refused")
            }
        }
        return made
    }

    /// Sends a request with its own answer queue and waits for the answer.
    private func request(
        _ operation: rd_kafka_admin_op_t, _ timeoutMs: Int32, _ action: String,
        send: (_ options: OpaquePointer?, _ queue: OpaquePointer) -> Void,
        read: (_ event: OpaquePointer) -> [TopicResult]
    ) throws(KafkaError) -> [TopicResult] {
        let options = rd_kafka_AdminOptions_new(handle.pointer, operation)
        defer { if let options { rd_kafka_AdminOptions_destroy(options) } }
        var reason = ErrorText()
        _ = reason.fill { rd_kafka_AdminOptions_set_request_timeout(options, timeoutMs, $0, $1) }
        // How long the broker itself may wait until the topics are known everywhere.
        _ = reason.fill { rd_kafka_AdminOptions_set_operation_timeout(options, timeoutMs, $0, $1) }
        let queue = try KafkaQueue(newFor: handle)
        send(options, queue.pointer)
        guard let event = queue.poll(timeoutMs: timeoutMs) else {
            throw KafkaError(action, RD_KAFKA_RESP_ERR__TIMED_OUT)
        }
        guard rd_kafka_event_error(event.pointer) == RD_KAFKA_RESP_ERR_NO_ERROR else { throw event.error(action) }
        return read(event.pointer)
    }

    private static func results(
        _ list: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int
    ) -> [TopicResult] {
        UnsafeBufferPointer(start: list, count: list == nil ? 0 : count).compactMap { result in
            guard let result, let name = rd_kafka_topic_result_name(result) else { return nil }
            return TopicResult(
                name: String(cString: name), code: rd_kafka_topic_result_error(result),
                detail: rd_kafka_topic_result_error_string(result).map { String(cString: $0) })
        }
    }
}
