// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// What went wrong between us and a Kafka cluster, and what to do about it.
public struct KafkaError: Error, Sendable, Hashable, CustomStringConvertible {
    public let kind: Kind
    /// librdkafka's own code, for logs and for looking up.
    public let code: Code
    /// What was tried, such as `write to events.purchase[3]`.
    public let action: String
    /// What was found.
    public let detail: String

    /// What a caller decides by. Further kinds may be added.
    public struct Kind: Sendable, Hashable {
        fileprivate let advice: String

        /// A property or an argument is wrong.
        public static let configuration = Kind(advice: "correct the configuration")
        /// No broker answers.
        public static let unreachable = Kind(advice: "check SLUICE_KAFKA and that the brokers run")
        /// No answer within the time given; whether the broker acted is unknown.
        public static let timedOut = Kind(advice: "try again, or allow more time")
        /// The bounded queue in this process is full: the broker takes less than is sent.
        public static let queueFull = Kind(advice: "wait for deliveries, then try again")
        /// The message is larger than the broker or this client allows.
        public static let tooLarge = Kind(advice: "send less, or raise message.max.bytes here and at the broker")
        public static let unknownTopic = Kind(advice: "create the topic with 'sluice topics ensure'")
        public static let alreadyExists = Kind(advice: "use the one that exists, or another name")
        /// The broker no longer has, or does not have yet, the offset asked for.
        public static let offsetOutOfRange = Kind(advice: "choose an offset within the log")
        public static let authentication = Kind(advice: "check the credentials and certificates")
        public static let authorization = Kind(advice: "grant the right to this user")
        /// The group gave this member's partitions to others.
        public static let rebalanced = Kind(advice: "join the group again")
        /// Another producer with the same transactional id has taken over.
        public static let fenced = Kind(advice: "drop the state and let the other one go on")
        /// The transaction can't be committed: abort it, and go back to where it began.
        public static let abortable = Kind(advice: "abort the transaction and read its records again")
        /// This client is of no more use: make a new one.
        public static let fatal = Kind(advice: "make a new client")
        /// The client was closed by its owner.
        public static let closed = Kind(advice: "make a new client")
        public static let other = Kind(advice: "see the broker's log")
    }

    /// An error code of librdkafka or of the protocol.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        let value: Int32

        /// The name, such as `_QUEUE_FULL` (ours) or `NOT_LEADER_FOR_PARTITION` (the broker's).
        public var description: String { String(cString: rd_kafka_err2name(rd_kafka_resp_err_t(rawValue: value))) }
    }

    public var description: String { "could not \(action): \(detail) (\(code)); \(kind.advice)" }

    init(_ action: String, _ code: rd_kafka_resp_err_t, kind: Kind? = nil, detail: String? = nil) {
        self.kind = kind ?? Kind(code)
        self.code = Code(value: code.rawValue)
        self.action = action
        self.detail = detail ?? String(cString: rd_kafka_err2str(code))
    }

    /// Takes over an error object of librdkafka; nil is success.
    init?(_ action: String, taking error: OpaquePointer?) {
        guard let error else { return nil }
        let code = rd_kafka_error_code(error)
        let base = Kind(code)
        let kind: Kind =
            if base == .fenced {
                .fenced
            } else if rd_kafka_error_is_fatal(error) != 0 {
                .fatal
            } else if rd_kafka_error_txn_requires_abort(error) != 0 {
                .abortable
            } else {
                base
            }
        self.init(action, code, kind: kind, detail: String(cString: rd_kafka_error_string(error)))
        rd_kafka_error_destroy(error)
    }
}

extension KafkaError.Kind {
    /// The kind of a bare code; whether an error is fatal or needs an abort is known only from an error object.
    init(_ code: rd_kafka_resp_err_t) {
        self =
            switch code {
            case RD_KAFKA_RESP_ERR__QUEUE_FULL: .queueFull
            case RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE,
                RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
                .timedOut
            case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__RESOLVE,
                RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION:
                .unreachable
            case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
                RD_KAFKA_RESP_ERR__SSL:
                .authentication
            case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
                RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
                RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
                .authorization
            case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
                RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
                .unknownTopic
            case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE: .tooLarge
            case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS: .alreadyExists
            case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET: .offsetOutOfRange
            case RD_KAFKA_RESP_ERR__FENCED, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
                RD_KAFKA_RESP_ERR_PRODUCER_FENCED, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
                .fenced
            case RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
                RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST,
                RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
                .rebalanced
            case RD_KAFKA_RESP_ERR__INVALID_ARG, RD_KAFKA_RESP_ERR__CONFLICT, RD_KAFKA_RESP_ERR_INVALID_CONFIG,
                RD_KAFKA_RESP_ERR_INVALID_PARTITIONS, RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR,
                RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
                .configuration
            case RD_KAFKA_RESP_ERR__FATAL: .fatal
            case RD_KAFKA_RESP_ERR__DESTROY, RD_KAFKA_RESP_ERR__PURGE_QUEUE, RD_KAFKA_RESP_ERR__PURGE_INFLIGHT: .closed
            default: .other
            }
    }
}
