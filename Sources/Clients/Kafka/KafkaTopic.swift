// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// A topic as one producer knows it; made once and kept, so that a message needs no look-up by name.
///
/// Unchecked because the pointer is never changed and librdkafka's topics may be used from any thread.
public final class KafkaTopic: @unchecked Sendable {
    public let name: String
    private let pointer: OpaquePointer
    private let handle: KafkaHandle

    init(_ name: String, of handle: KafkaHandle) throws(KafkaError) {
        guard let pointer = rd_kafka_topic_new(handle.pointer, name, nil) else {
            throw KafkaError("open the topic '\(name)'", rd_kafka_last_error())
        }
        self.name = name
        self.pointer = pointer
        self.handle = handle
    }

    func belongs(to other: KafkaHandle) -> Bool { handle === other }

    /// Copies the message into the client's queue; takes the headers in any case. Returns why it was not taken.
    func produce(
        partition: Int32, key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?, headers: OpaquePointer?,
        timestampMs: Int64, token: UInt64, flags: Int32
    ) -> KafkaError? {
        let code = sluice_kafka_produce(
            handle.pointer, pointer, partition, flags, value?.baseAddress, value?.count ?? 0, value == nil ? 0 : 1,
            key?.baseAddress, key?.count ?? 0, key == nil ? 0 : 1, headers, timestampMs, token)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        if let headers { rd_kafka_headers_destroy(headers) }
        if code == RD_KAFKA_RESP_ERR__FATAL, let fatal = handle.fatalError { return fatal }
        return KafkaError("write to \(name)[\(partition)]", code)
    }

    /// Asks the cluster about this topic; what it fills in, the caller destroys.
    func metadata(
        _ metadata: inout UnsafePointer<rd_kafka_metadata>?, _ timeoutMs: Int32
    ) -> rd_kafka_resp_err_t {
        rd_kafka_metadata(handle.pointer, 0, pointer, &metadata, timeoutMs)
    }

    deinit { rd_kafka_topic_destroy(pointer) }
}

/// Lends the bytes of two optional arrays; nil stays nil.
func withBytes<T>(
    of key: [UInt8]?, _ value: [UInt8]?, _ body: (UnsafeRawBufferPointer?, UnsafeRawBufferPointer?) -> T
) -> T {
    // An absent array has no storage to lend.
    func lendValue(_ key: UnsafeRawBufferPointer?) -> T {
        guard let value else { return body(key, nil) }
        return value.withUnsafeBytes { body(key, $0) }
    }
    guard let key else { return lendValue(nil) }
    return key.withUnsafeBytes { lendValue($0) }
}
