// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// What became of one message given to a `KafkaProducer`.
public struct KafkaDelivery: Sendable {
    /// The number given with the message.
    public let token: UInt64
    public let partition: Int32
    /// The offset in the log; nil if the message is not known to be there, or was found there already by the broker's
    /// check of a retry (it is in the log once, but the reply does not say where).
    public let offset: Int64?
    public let persistence: Persistence
    public let code: KafkaError.Code

    /// Whether the message is in the log.
    public enum Persistence: Sendable, Hashable {
        /// It never left this process, or was refused: it is not in the log.
        case notPersisted
        /// It was sent and no reply came: it may be in the log.
        case unknown
        /// All replicas that must have it do.
        case persisted
    }

    /// Why the message is not known to be in the log; nil if it is.
    public var error: KafkaError? {
        guard persistence != .persisted else { return nil }
        return KafkaError("deliver a message to partition \(partition)", rd_kafka_resp_err_t(rawValue: code.value))
    }

    init(_ message: UnsafePointer<rd_kafka_message_t>) {
        let code = message.pointee.err
        token = UInt64(UInt(bitPattern: message.pointee._private))
        partition = message.pointee.partition
        self.code = KafkaError.Code(value: code.rawValue)
        let isAcknowledged = code == RD_KAFKA_RESP_ERR_NO_ERROR
        persistence =
            switch rd_kafka_message_status(message) {
            case RD_KAFKA_MSG_STATUS_PERSISTED: .persisted
            case RD_KAFKA_MSG_STATUS_NOT_PERSISTED: isAcknowledged ? .persisted : .notPersisted
            default: isAcknowledged ? .persisted : .unknown
            }
        offset = isAcknowledged && message.pointee.offset >= 0 ? message.pointee.offset : nil
    }
}
