// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientKafka
internal import SluiceRuntime

/// The headers of a published event.
enum EventHeaders {
    /// 16 bytes, by which the event is found in the log.
    static let eventID = "sluice-event-id"

    /// - Parameter isDeduplicated: false marks an event that may be there twice, because the dedup store was down.
    static func make(
        eventID: UUID128, fingerprint: UInt64, traceparent: String?, isDeduplicated: Bool
    ) -> KafkaHeaders {
        var headers = KafkaHeaders(capacity: 4)
        eventID.withBytes { headers.add("sluice-event-id", $0) }
        withUnsafeBytes(of: fingerprint.bigEndian) { headers.add("sluice-fingerprint", $0) }
        if let traceparent { headers.add("traceparent", text: traceparent) }
        if !isDeduplicated { headers.add("sluice-dedup", text: "skipped") }
        return headers
    }
}
