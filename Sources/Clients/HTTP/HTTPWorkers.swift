// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Dispatch
import Synchronization

/// Threads on which handlers may block. What waits for one is bounded by the server's connections.
final class HTTPWorkers: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        /// Jobs before it are taken.
        var first = 0
        var isStopped = true
        var threads: [WorkerThread] = []

        mutating func next() -> (@Sendable () -> Void)? {
            guard first < jobs.count else { return nil }
            let job = jobs[first]
            first += 1
            if first == jobs.count {
                jobs.removeAll(keepingCapacity: jobs.capacity <= 1024)
                first = 0
            }
            return job
        }
    }

    private let name: String
    private let count: Int
    private let state = Mutex(State())
    /// Counts the jobs, and one for each thread to end.
    private let available = DispatchSemaphore(value: 0)

    init(name: String, count: Int) {
        self.name = name
        self.count = max(0, count)
    }

    var isEmpty: Bool { count == 0 }

    func start() throws(HTTPServerError) {
        state.withLock { $0.isStopped = false }
        for number in 0..<count {
            do {
                let thread = try WorkerThread(name: "\(name)-\(number)") { [self] in work() }
                state.withLock { $0.threads.append(thread) }
            } catch {
                throw HTTPServerError(.other, "The HTTP server \(name) \(error)")
            }
        }
    }

    func run(_ job: @escaping @Sendable () -> Void) {
        state.withLock { $0.jobs.append(job) }
        available.signal()
    }

    /// Returns when what was asked for is done and the threads have ended.
    func stop() {
        let threads = state.withLock { state in
            state.isStopped = true
            let threads = state.threads
            state.threads = []
            return threads
        }
        for _ in threads { available.signal() }
        for thread in threads { thread.join() }
    }

    private func work() {
        while true {
            available.wait()
            let (job, isStopped) = state.withLock { ($0.next(), $0.isStopped) }
            if let job { job() } else if isStopped { return }
        }
    }
}
