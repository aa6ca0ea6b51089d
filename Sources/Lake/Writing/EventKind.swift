// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// An event type, with what the lake needs of its generated code.
struct EventKind: Sendable {
    let eventType: String
    let topic: String
    /// The schema that the type was generated from.
    let schema: String
    let fingerprint: UInt64
    let fields: [ColumnField]
    let makeColumns: @Sendable () -> any ColumnAppender
    /// Reads the event time and stops.
    let timestamp: @Sendable (inout AvroReader) throws(CodecError) -> Timestamp

    init<Event: EventRecord>(_ type: Event.Type) {
        eventType = Event.eventType
        topic = Event.topic
        schema = Event.avroSchema
        fingerprint = Event.avroFingerprint
        fields = Event.Columns.fields
        makeColumns = { Event.Columns() }
        timestamp = { reader throws(CodecError) in try Event.timestamp(in: &reader) }
    }
}
