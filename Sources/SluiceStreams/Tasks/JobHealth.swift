// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientTelemetry
import Synchronization

/// What a job knows of its own condition: for `/health/ready` and `/metrics`.
final class JobHealth: Sendable {
    private struct State {
        var waitingFor: String? = "the job has not started"
        var failures: [String: String] = [:]
        var running: Set<String> = []
    }

    private let state = Mutex(State())
    let events: Counter
    let late: Counter
    let future: Counter
    let undecodable: Counter
    let incompatible: Counter
    let expired: Counter
    let aggregates: Counter
    let commits: Counter
    let rollBacks: Counter
    let restarts: Counter
    let projected: Counter

    init(metrics: Metrics) {
        events = metrics.counter("sluice_streams_events_total", help: "Events read and committed.")
        late = metrics.counter("sluice_streams_late_total", help: "Events put aside because they were late.")
        future = metrics.counter(
            "sluice_streams_future_total", help: "Events put aside because they lie in the future.")
        undecodable = metrics.counter(
            "sluice_streams_undecodable_total", help: "Records put aside because they are no event of their topic.")
        incompatible = metrics.counter(
            "sluice_streams_incompatible_total",
            help: "Events put aside because the type can't be read from their schema.")
        expired = metrics.counter(
            "sluice_streams_expired_total", help: "Parts put aside because their window was given up.")
        aggregates = metrics.counter(
            "sluice_streams_aggregates_total", help: "Windows and groups published, each time anew.")
        commits = metrics.counter("sluice_streams_commits_total", help: "Transactions committed.")
        rollBacks = metrics.counter("sluice_streams_rollbacks_total", help: "Transactions aborted and done again.")
        restarts = metrics.counter("sluice_streams_restarts_total", help: "Tasks started again after a failure.")
        projected = metrics.counter("sluice_streams_projected_total", help: "Aggregates written to Redis.")
        metrics.gauge("sluice_streams_tasks", help: "Tasks running in this process.") { [self] in
            state.withLock { $0.running.count }
        }
    }

    func add(_ counts: StageCounts) {
        events.add(counts.events)
        late.add(counts.late)
        future.add(counts.future)
        undecodable.add(counts.undecodable)
        incompatible.add(counts.incompatible)
        expired.add(counts.expired)
        aggregates.add(counts.aggregates)
    }

    /// The job as a whole waits for something; nil when it runs.
    func wait(for reason: String?) { state.withLock { $0.waitingFor = reason } }

    func started(_ task: String) {
        state.withLock { state in
            _ = state.running.insert(task)
        }
    }

    func ended(_ task: String) {
        state.withLock { state in
            state.running.remove(task)
            state.failures[task] = nil
        }
    }

    func failed(_ task: String, _ reason: String) { state.withLock { $0.failures[task] = reason } }

    func recovered(_ task: String) {
        state.withLock { state in
            if state.failures[task] != nil { state.failures[task] = nil }
        }
    }

    var readiness: HealthEndpoints.Readiness {
        state.withLock { state in
            if let reason = state.waitingFor { return .notReady(reason) }
            if let (task, reason) = state.failures.min(by: { $0.key < $1.key }) {
                return .notReady("task \(task): \(reason)")
            }
            return .ready
        }
    }
}
