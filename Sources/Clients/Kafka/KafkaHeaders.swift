// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

/// The headers of one message to be produced; producing takes them.
public struct KafkaHeaders: ~Copyable {
    private let pointer: OpaquePointer?

    /// Makes an empty list with room for so many headers.
    public init(capacity: Int = 4) { pointer = rd_kafka_headers_new(max(0, capacity)) }

    /// Adds a header; the value is copied. A name may be there more than once.
    public mutating func add(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
        name.withUTF8Buffer { name in
            name.withMemoryRebound(to: CChar.self) { name in
                _ = rd_kafka_header_add(
                    pointer, name.baseAddress, name.count, value.baseAddress ?? Self.empty, value.count)
            }
        }
    }

    /// Adds a header whose name is known only at run time.
    public mutating func add(_ name: String, _ value: UnsafeRawBufferPointer) {
        _ = rd_kafka_header_add(pointer, name, -1, value.baseAddress ?? Self.empty, value.count)
    }

    public mutating func add(_ name: StaticString, _ value: [UInt8]) { value.withUnsafeBytes { add(name, $0) } }

    public mutating func add(_ name: StaticString, text: String) { add(name, Array(text.utf8)) }

    /// librdkafka takes a null value for "no value", which an empty one is not.
    private static var empty: UnsafeRawPointer? { UnsafeRawPointer(StaticString("").utf8Start) }

    /// Gives the list away; whoever takes it frees it.
    consuming func take() -> OpaquePointer? {
        let taken = pointer
        discard self
        return taken
    }

    deinit {
        if let pointer { rd_kafka_headers_destroy(pointer) }
    }
}
