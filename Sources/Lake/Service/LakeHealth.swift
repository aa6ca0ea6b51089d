// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientTelemetry
import Synchronization

/// Whether the lake is being filled, and its numbers.
final class LakeHealth: Sendable {
    private struct State {
        var waitingFor: String? = "the lake has not started"
        var failure: String?
    }

    private let state = Mutex(State())
    let undecodable: Counter
    private let rows: Counter
    private let files: Counter
    private let bytes: Counter
    private let commits: Counter
    let restarts: Counter

    init(metrics: Metrics) {
        rows = metrics.counter("sluice_lake_rows_total", help: "Events committed.")
        files = metrics.counter("sluice_lake_files_total", help: "Files committed.")
        bytes = metrics.counter("sluice_lake_bytes_total", help: "Bytes of the files committed.")
        commits = metrics.counter(
            "sluice_lake_commits_total", help: "Transactions that listed files and moved offsets.")
        undecodable = metrics.counter(
            "sluice_lake_undecodable_total", help: "Records left out because they are no event of their topic.")
        restarts = metrics.counter(
            "sluice_lake_restarts_total", help: "Times that writing began again after a failure.")
    }

    func committed(_ finished: [LakeFile]) {
        commits.add()
        files.add(finished.count)
        rows.add(finished.reduce(0) { $0 + Int(clamping: $1.rows) })
        bytes.add(finished.reduce(0) { $0 + Int(clamping: $1.bytes) })
        recovered()
    }

    /// What keeps the lake from being filled; nil when nothing does.
    func wait(for reason: String?) { state.withLock { $0.waitingFor = reason } }

    /// Why the session ended. Told until a later one gets past that, not only until it begins.
    func failed(_ reason: String) { state.withLock { $0.failure = reason } }

    /// Something was committed, or everything that there is was read.
    func recovered() { state.withLock { $0.failure = nil } }

    var readiness: HealthEndpoints.Readiness {
        state.withLock { $0.failure ?? $0.waitingFor }.map { .notReady($0) } ?? .ready
    }
}
