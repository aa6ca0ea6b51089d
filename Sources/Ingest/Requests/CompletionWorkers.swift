// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Dispatch
import Foundation
import Synchronization

/// Threads that go on with requests whose deliveries have come: they write to Redis, which Kafka's thread must not wait for.
final class CompletionWorkers: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isStopping = false
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()
    private let timers = DispatchQueue(label: "sluice.ingest.timers")

    init(threads: Int) {
        for number in 0..<max(1, threads) {
            ended.enter()
            let thread = Thread { [self] in
                work()
                ended.leave()
            }
            thread.name = "ingest-done-\(number)"
            thread.start()
        }
    }

    /// Runs the job on one of the threads, in order of arrival.
    func submit(_ job: @escaping @Sendable () -> Void) {
        state.withLock { $0.jobs.append(job) }
        available.signal()
    }

    /// The same, some time later.
    func submit(afterMs delay: Int, _ job: @escaping @Sendable () -> Void) {
        timers.asyncAfter(deadline: .now() + .milliseconds(delay)) { self.submit(job) }
    }

    /// Ends the threads when the jobs that are there are done.
    func stop() {
        state.withLock { $0.isStopping = true }
        available.signal()
        ended.wait()
    }

    private func work() {
        while true {
            available.wait()
            let (job, isDone) = state.withLock { state -> ((@Sendable () -> Void)?, Bool) in
                state.jobs.isEmpty ? (nil, state.isStopping) : (state.jobs.removeFirst(), false)
            }
            job?()
            if isDone {
                // The next thread learns of it.
                available.signal()
                return
            }
        }
    }
}
