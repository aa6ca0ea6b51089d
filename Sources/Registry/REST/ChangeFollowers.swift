// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientTelemetry
import Dispatch
import Foundation
import Synchronization

/// Somebody who follows the changes.
struct ChangeFollower: Sendable {
    let stream: HTTPStream
    /// What was told last.
    var position: ChangePosition
    /// Whether a change is for this follower.
    let wants: @Sendable (RegistryChange) -> Bool
    let since = DispatchTime.now()

    init(stream: HTTPStream, position: ChangePosition, wants: @escaping @Sendable (RegistryChange) -> Bool) {
        self.stream = stream
        self.position = position
        self.wants = wants
    }
}

/// Tells changes to all who follow them: one thread, which exists while there is anybody to tell.
///
/// Followers at the same position, which is all but those that catch up, cost one read together.
final class ChangeFollowers: Sendable {
    private struct State {
        /// Not yet taken over by the thread.
        var new: [ChangeFollower] = []
        var isRunning = false
    }

    private let registrar: Registrar
    private let lifetimeSeconds: Double
    private let state = Mutex(State())
    private let log = Log("registry")

    /// Changes that are read at once.
    private static let batch = 500
    /// How long the thread waits for a change before it looks who is still there.
    private static let waitMilliseconds = 500
    private static let retrySeconds = 1.0

    /// - Parameter lifetimeSeconds: a stream is ended then, so that a key which was revoked meanwhile is asked for again;
    ///   clients come back by themselves and go on where they were.
    init(registrar: Registrar, lifetimeSeconds: Double = 900) {
        self.registrar = registrar
        self.lifetimeSeconds = lifetimeSeconds
    }

    func add(_ follower: ChangeFollower) {
        let starts = state.withLock { state in
            state.new.append(follower)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard starts else { return }
        let thread = Thread { [self] in run() }
        thread.name = "registry-followers"
        thread.start()
    }

    private func run() {
        var followers: [ChangeFollower] = []
        while true {
            followers.removeAll { follower in
                if Self.age(follower) > lifetimeSeconds { follower.stream.end() }
                return !follower.stream.isOpen
            }
            let goesOn = state.withLock { state in
                followers += state.new
                state.new = []
                state.isRunning = !followers.isEmpty
                return state.isRunning
            }
            guard goesOn else { return }
            do throws(RegistryError) {
                let hasMore = try tell(&followers)
                if !hasMore, let position = followers.map(\.position).min() {
                    registrar.waitForChange(after: position, milliseconds: Self.waitMilliseconds)
                }
            } catch {
                // Nothing is lost: positions stay, and are read from again.
                log.debug("changes can't be read", ["error": "\(error)"])
                Thread.sleep(forTimeInterval: Self.retrySeconds)
            }
        }
    }

    /// - Returns: whether somebody has more to read.
    private func tell(_ followers: inout [ChangeFollower]) throws(RegistryError) -> Bool {
        var hasMore = false
        for position in Set(followers.map(\.position)) {
            let changes = try registrar.changes(after: position, limit: Self.batch)
            guard let last = changes.last else { continue }
            hasMore = hasMore || changes.count == Self.batch
            let events = changes.map { Array($0.event.utf8) }
            for index in followers.indices where followers[index].position == position {
                for (change, event) in zip(changes, events) where followers[index].wants(change) {
                    guard followers[index].stream.write(event) else { break }
                }
                followers[index].position = last.position
            }
        }
        return hasMore
    }

    private static func age(_ follower: ChangeFollower) -> Double {
        Double(DispatchTime.now().uptimeNanoseconds &- follower.since.uptimeNanoseconds) / 1e9
    }
}
