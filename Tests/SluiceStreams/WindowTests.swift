// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import SluiceStreams

@Suite("Windows divide event time, and watermarks fire and close them")
struct WindowTests {
    static let minute: Int64 = 60_000_000

    @Test(
        "a timestamp's window starts at the next multiple below it, before 1970 too",
        arguments: [
            (0, 0), (299_999_999, 0), (300_000_000, 300_000_000), (-1, -300_000_000), (-300_000_000, -300_000_000),
        ]
            as [(Int64, Int64)])
    func start(timestamp: Int64, start: Int64) {
        let window = Windowing.tumbling(.minutes(5)).window(containing: timestamp)
        #expect(window == Window(start: start, end: start + 5 * Self.minute))
    }

    @Test("a window that does not fit into 64 bits is none")
    func extremes() {
        let days = Windowing.tumbling(.days(1))
        #expect(days.window(containing: .min) == nil)
        #expect(days.window(containing: .max) == nil)
        #expect(Windowing.tumbling(.zero).window(containing: 5) == Window(start: 5, end: 6))
    }

    @Test("a window fires when the watermark reaches its last instant, and closes after the allowed lateness")
    func lifecycle() {
        let lifecycle = WindowLifecycle(windowing: .tumbling(.minutes(5)), allowedLateness: Self.minute)
        let window = Window(start: 0, end: 5 * Self.minute)
        let script: [(watermark: Int64?, fired: Bool, closed: Bool)] = [
            (nil, false, false), (window.end - 2, false, false), (window.end - 1, true, false),
            (window.end + Self.minute - 2, true, false), (window.end + Self.minute - 1, true, true),
        ]
        for step in script {
            #expect(lifecycle.hasFired(window, at: step.watermark) == step.fired)
            #expect(lifecycle.isClosed(window, at: step.watermark) == step.closed)
        }
        #expect(lifecycle.lateness(of: window, at: window.end + Self.minute + 4) == 5)
    }

    @Test("units of duration are what they say")
    func durations() {
        #expect(Duration.minutes(2).microseconds == 120_000_000)
        #expect(Duration.hours(1) == .minutes(60))
        #expect(Duration.days(1) == .hours(24))
        #expect(Duration.seconds(Int64.max / 2).microseconds == .max)
    }
}
