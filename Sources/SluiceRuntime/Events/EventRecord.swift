// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// An event type: generated for every record schema that carries the event envelope at its top level.
///
/// The requirements are the envelope; what the event type adds is in `properties`.
public protocol EventRecord: AvroCodable {
    associatedtype EventPlatform: AvroFragment
    associatedtype EventContext: AvroFragment
    associatedtype EventProperties: AvroFragment
    /// Appends events from the wire to Arrow-layout columns.
    associatedtype Columns: ColumnAppender

    /// The name that clients send, such as `product_view`.
    static var eventType: String { get }

    /// The deduplication key, chosen by the client.
    var eventID: UUID128 { get }
    /// The name in the event itself; that of the type.
    var eventType: String { get }
    /// Event time, corrected by the server where `timeFlags` says so.
    var timestamp: Timestamp { get }
    /// What the client sent, if `timestamp` was corrected.
    var clientTimestamp: Timestamp? { get }
    /// Bits: corrected, clamped, no zone given.
    var timeFlags: Int32 { get }
    /// The client's clock when it sent the event.
    var sentAt: Timestamp? { get }
    /// The server's clock when it took the event.
    var receivedAt: Timestamp { get }
    var sessionID: String? { get }
    /// Nil for an anonymous user.
    var userID: String? { get }
    var deviceID: String { get }
    var appVersion: String { get }
    var platform: EventPlatform { get }
    var context: EventContext { get }
    /// The version of the subject that validated the event.
    var schemaVersion: Int32? { get }
    var properties: EventProperties { get }

    /// Reads the event time alone from an event's encoding, which stops there.
    static func timestamp(in reader: inout AvroReader) throws(CodecError) -> Timestamp
}

extension EventRecord {
    /// The registry's subject, such as `events.product_view-value`.
    public static var subject: String { "events.\(eventType)-value" }
    /// The Kafka topic, such as `events.product_view`.
    public static var topic: String { "events.\(eventType)" }
}
