// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import SluiceRuntime

/// What the dedup store holds under an event id.
enum DedupEntry: Sendable, Hashable {
    case reserved(DedupReservation)
    case committed(EventReceipt)
}

/// A request is about to publish the event; after the lease's end nobody knows whether it did.
struct DedupReservation: Sendable, Hashable {
    /// The request that holds it, unique in the world.
    var owner: UUID128
    /// Milliseconds since 1970, by the owner's clock. Ingest machines' clocks must agree to within the publish timeout.
    var leaseEnd: Int64
    var topic: String
    var partition: Int32
    /// The event, if it was published, stands at this offset or after it.
    var logEnd: Int64
    var schemaID: Int32
    var timestamp: Timestamp
    var fingerprint: UInt64

    /// The receipt for the event at an offset.
    func receipt(offset: Int64?) -> EventReceipt {
        EventReceipt(
            topic: topic, partition: partition, offset: offset, schemaID: schemaID, timestamp: timestamp,
            fingerprint: fingerprint)
    }
}

extension DedupEntry {
    private static let reservedTag: UInt8 = 1
    private static let committedTag: UInt8 = 2

    /// The stored form: a tag, fixed fields in big endian, and the topic to the end. Equal entries have equal bytes, which
    /// compare-and-set depends on.
    var bytes: [UInt8] {
        var writer = EntryWriter()
        switch self {
        case .reserved(let reservation):
            writer.put(Self.reservedTag)
            writer.put(reservation.owner.high)
            writer.put(reservation.owner.low)
            writer.put(reservation.leaseEnd)
            writer.put(reservation.partition)
            writer.put(reservation.logEnd)
            writer.put(reservation.schemaID)
            writer.put(reservation.timestamp.microseconds)
            writer.put(reservation.fingerprint)
            writer.bytes.append(contentsOf: reservation.topic.utf8)
        case .committed(let receipt):
            writer.put(Self.committedTag)
            writer.put(receipt.partition)
            writer.put(receipt.offset ?? -1)
            writer.put(receipt.schemaID)
            writer.put(receipt.timestamp.microseconds)
            writer.put(receipt.fingerprint)
            writer.bytes.append(contentsOf: receipt.topic.utf8)
        }
        return writer.bytes
    }

    /// Nil if the bytes are none that this version writes.
    init?(bytes: [UInt8]) {
        var reader = EntryReader(rest: bytes[...])
        switch reader.take(UInt8.self) {
        case Self.reservedTag:
            guard let high = reader.take(UInt64.self), let low = reader.take(UInt64.self),
                let leaseEnd = reader.take(Int64.self), let partition = reader.take(Int32.self),
                let logEnd = reader.take(Int64.self), let schemaID = reader.take(Int32.self),
                let timestamp = reader.take(Int64.self), let fingerprint = reader.take(UInt64.self),
                let topic = reader.text()
            else { return nil }
            self = .reserved(
                DedupReservation(
                    owner: UUID128(high: high, low: low), leaseEnd: leaseEnd, topic: topic, partition: partition,
                    logEnd: logEnd, schemaID: schemaID, timestamp: Timestamp(microseconds: timestamp),
                    fingerprint: fingerprint))
        case Self.committedTag:
            guard let partition = reader.take(Int32.self), let offset = reader.take(Int64.self),
                let schemaID = reader.take(Int32.self), let timestamp = reader.take(Int64.self),
                let fingerprint = reader.take(UInt64.self), let topic = reader.text()
            else { return nil }
            self = .committed(
                EventReceipt(
                    topic: topic, partition: partition, offset: offset < 0 ? nil : offset, schemaID: schemaID,
                    timestamp: Timestamp(microseconds: timestamp), fingerprint: fingerprint))
        default:
            return nil
        }
    }
}

private struct EntryWriter {
    var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(96) }

    mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

private struct EntryReader {
    var rest: ArraySlice<UInt8>

    mutating func take<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
        let size = MemoryLayout<Value>.size
        guard rest.count >= size else { return nil }
        var value: Value = 0
        for byte in rest.prefix(size) { value = (size == 1 ? 0 : value << 8) | Value(truncatingIfNeeded: byte) }
        rest = rest.dropFirst(size)
        return value
    }

    func text() -> String? { String(validating: rest, as: UTF8.self) }
}
