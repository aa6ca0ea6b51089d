// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientTelemetry
import Synchronization

/// Whether the lake is being filled, and its numbers.
final class LakeHealth: Sendable {
    private let waitingFor = Mutex<String?>("the lake has not started")
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
    }

    /// What keeps the lake from being filled; nil when it is.
    func wait(for reason: String?) { waitingFor.withLock { $0 = reason } }

    var readiness: HealthEndpoints.Readiness {
        waitingFor.withLock { $0 }.map { .notReady($0) } ?? .ready
    }
}
