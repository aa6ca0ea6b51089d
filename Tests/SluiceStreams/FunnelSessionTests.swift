// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import TestKit
import Testing

@testable import SluiceStreams

@Suite("A funnel counts steps in order, whatever the order of arrival")
struct FunnelSessionTests {
    func reached(_ events: [(Int, Int64)], steps: Int = 3) -> [Int64] {
        var session = FunnelSession(stepCount: steps)
        for (step, timestamp) in events { session.add(step: step, at: timestamp) }
        return session.reached
    }

    @Test("each step is reached at its first event that is not before the step before")
    func order() {
        #expect(reached([(0, 10), (1, 20), (2, 30)]) == [10, 20, 30])
        #expect(reached([(1, 5), (0, 10), (2, 30)]) == [10])
        #expect(reached([(0, 10), (1, 10), (2, 10)]) == [10, 10, 10])
        #expect(reached([(2, 1), (1, 2)]) == [])
        #expect(reached([(0, 10), (2, 15), (1, 20), (2, 30)]) == [10, 20, 30])
    }

    @Test("a step that the funnel does not have is left out")
    func unknownStep() {
        #expect(reached([(7, 1), (-1, 1), (0, 2)]) == [2])
    }

    @Test("every order of arrival gives the same, and so does a session that was stored in between")
    func permutations() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            let events = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                (Int.random(in: 0...2, using: &generator), Int64.random(in: 0...12, using: &generator))
            }
            // The definition, by looking at all events at once.
            var expected: [Int64] = []
            for step in 0..<3 {
                let times = events.filter { $0.0 == step && $0.1 >= expected.last ?? .min }.map(\.1)
                guard let first = times.min() else { break }
                expected.append(first)
            }
            for _ in 0..<4 {
                var session = FunnelSession(stepCount: 3)
                for (step, timestamp) in events.shuffled(using: &generator) {
                    session.add(step: step, at: timestamp)
                    session = try FunnelSession(stored: session.storedBytes)
                }
                #expect(session.reached == expected)
            }
        }
    }
}
