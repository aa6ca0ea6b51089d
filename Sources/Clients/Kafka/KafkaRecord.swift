// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// One record, lent to the closure that reads it: its buffers are valid until the closure returns.
public struct KafkaRecord: ~Copyable {
    public let topic: String
    private let message: UnsafePointer<rd_kafka_message_t>

    init(topic: String, message: UnsafePointer<rd_kafka_message_t>) {
        self.topic = topic
        self.message = message
    }

    public var partition: Int32 { message.pointee.partition }
    public var offset: Int64 { message.pointee.offset }

    /// The record's timestamp, milliseconds since 1970; nil if the broker has none.
    public var timestampMs: Int64? {
        let timestamp = rd_kafka_message_timestamp(message, nil)
        return timestamp >= 0 ? timestamp : nil
    }

    /// Nil if the record has no key.
    public var key: UnsafeRawBufferPointer? {
        message.pointee.key.map { UnsafeRawBufferPointer(start: $0, count: message.pointee.key_len) }
    }

    /// Nil if the record is a tombstone.
    public var value: UnsafeRawBufferPointer? {
        message.pointee.payload.map { UnsafeRawBufferPointer(start: $0, count: message.pointee.len) }
    }

    /// The last header of that name; nil if there is none.
    public func header(_ name: String) -> UnsafeRawBufferPointer? {
        var value: UnsafeRawPointer?
        var size = 0
        guard let headers, rd_kafka_header_get_last(headers, name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR
        else { return nil }
        return UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : size)
    }

    /// Every header in order.
    public func forEachHeader(_ body: (String, UnsafeRawBufferPointer) throws -> Void) rethrows {
        guard let headers else { return }
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        var index = 0
        while rd_kafka_header_get_all(headers, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR {
            let bytes = UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : size)
            try body(name.map { String(cString: $0) } ?? "", bytes)
            index += 1
        }
    }

    private var headers: OpaquePointer? {
        var list: OpaquePointer?
        return rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR ? list : nil
    }
}
