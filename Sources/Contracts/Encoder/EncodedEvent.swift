// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime

/// An event that kept its contract, as Avro in an `OutputBuffer`.
public struct EncodedEvent: Sendable {
    /// The event in registry framing: a zero, the schema id in 4 bytes (big endian), the Avro record.
    public let range: Range<Int>
    public let eventID: UUID128
    /// The event's time after correction.
    public let timestamp: Timestamp
    public let timeFlags: TimeFlags
    /// The bytes within the buffer that choose the partition: `user_id`, else `device_id`, else `event_id`; texts that are
    /// empty don't count.
    public let keyRange: Range<Int>
    /// See `EventFingerprint`.
    public let fingerprint: UInt64
}

/// What became of an event.
public enum EncodingResult: Sendable {
    case encoded(EncodedEvent)
    /// Every way in which it breaks its contract (`EventEncoder.maximumViolations` at most), in the order of the schema.
    case refused([Violation])
}
