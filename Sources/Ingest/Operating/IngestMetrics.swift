// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientTelemetry

/// What ingest counts.
final class IngestMetrics: Sendable {
    let registry = Metrics()
    let requests: Counter
    let producerRestarts: Counter
    let dedupSkipped: Counter
    let unsettled: Counter
    let inDoubt: Counter
    let failedLost: Counter
    let delivered: Counter
    private let accepted: Counter
    private let duplicate: Counter
    private let invalid: Counter
    private let conflict: Counter
    private let retry: Counter

    init() {
        let registry = registry
        func events(_ result: String) -> Counter {
            registry.counter(
                "sluice_ingest_events_total", labels: [("result", result)], help: "Events by what clients were told.")
        }
        accepted = events("accepted")
        duplicate = events("duplicate")
        invalid = events("invalid")
        conflict = events("conflict")
        retry = events("retry")
        requests = registry.counter("sluice_ingest_requests_total", help: "Requests to /v1/events.")
        delivered = registry.counter("sluice_ingest_deliveries_total", help: "Messages that Kafka reported on.")
        producerRestarts = registry.counter(
            "sluice_ingest_producer_restarts_total", help: "Producers replaced after a fatal error.")
        dedupSkipped = registry.counter(
            "sluice_ingest_dedup_skipped_total", help: "Events published without dedup, because Redis was down.")
        unsettled = registry.counter(
            "sluice_ingest_dedup_unsettled_total", help: "Reservations that could not be committed or released.")
        inDoubt = registry.counter(
            "sluice_ingest_dedup_in_doubt_total",
            help: "Reservations of interrupted requests that were looked up in the log.")
        failedLost = registry.counter(
            "sluice_ingest_failed_lost_total", help: "Invalid events that could not be written to sluice.failed.")
    }

    func count(_ counts: RequestOutcome.Counts) {
        accepted.add(counts.accepted)
        duplicate.add(counts.duplicate)
        invalid.add(counts.invalid)
        conflict.add(counts.conflict)
        retry.add(counts.retry)
    }
}
