// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientHTTP
internal import ClientKafka
import Dispatch
import Foundation
import Synchronization

/// Finds out every two seconds whether events can be taken: whether Kafka's brokers and the registry answer, and whether
/// what was sent to Kafka last was delivered.
final class Readiness: Sendable {
    private struct State {
        var problem: String? = "starting"
        var lastDelivered = -Double.infinity
        var lastUndelivered = -Double.infinity
    }

    private let state = Mutex(State())
    private let probe: @Sendable () -> String?
    private let now: @Sendable () -> Double
    private let stopping = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    private static let intervalSeconds = 2.0
    /// An event that was not delivered counts against us for so long.
    private static let memorySeconds = 10.0

    /// - Parameters:
    ///   - probe: what is wrong, or nil; may block.
    ///   - now: seconds on a clock that only goes forward.
    init(now: @escaping @Sendable () -> Double, probe: @escaping @Sendable () -> String?) {
        self.now = now
        self.probe = probe
    }

    func start() {
        let thread = Thread { [self] in
            repeat {
                let problem = probe()
                state.withLock { $0.problem = problem }
            } while stopping.wait(timeout: .now() + Self.intervalSeconds) == .timedOut
            ended.signal()
        }
        thread.name = "ingest-ready"
        thread.start()
    }

    func stop() {
        stopping.signal()
        ended.wait()
    }

    func note(isDelivered: Bool) {
        let now = now()
        state.withLock { state in
            if isDelivered { state.lastDelivered = now } else { state.lastUndelivered = now }
        }
    }

    var current: HealthEndpoints.Readiness {
        let state = state.withLock { $0 }
        if let problem = state.problem { return .notReady(problem) }
        if state.lastUndelivered > state.lastDelivered, now() - state.lastUndelivered < Self.memorySeconds {
            return .notReady("Kafka did not take the last events")
        }
        return .ready
    }
}
