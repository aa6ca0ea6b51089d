// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import Testing

@testable import SluiceStreams

@Suite("The sources of a metric advance together")
struct SourceClockTests {
    let a = Source("events.a", 0)
    let b = Source("events.b", 0)

    func progress(_ source: Source, _ watermark: Int64?, idle: Bool = false) -> SourceProgress {
        SourceProgress(source: source, watermark: watermark, isIdle: idle)
    }

    /// Advances as far as possible, and tells how far that is.
    func advance(_ clock: inout SourceClock) -> Int64? {
        _ = clock.advance()
        return clock.completeThrough
    }

    @Test("time is the least watermark, and waits for every expected source")
    func least() {
        var clock = SourceClock(expected: [a, b])
        clock.observe(progress(a, 50))
        #expect(advance(&clock) == nil)
        clock.observe(progress(b, 20))
        #expect(advance(&clock) == 20)
        clock.observe(progress(b, 70))
        #expect(advance(&clock) == 50)
        let hasMoved = clock.advance()
        #expect(!hasMoved)
    }

    @Test("an idle source does not hold time back, and when it returns time does not step back")
    func idle() {
        var clock = SourceClock(expected: [a, b])
        clock.observe(progress(a, 50))
        clock.observe(progress(b, nil, idle: true))
        #expect(advance(&clock) == 50)
        clock.observe(progress(b, 30))
        #expect(advance(&clock) == 50)
    }

    @Test("when all are idle, time holds")
    func allIdle() {
        var clock = SourceClock(expected: [a])
        clock.observe(progress(a, 50, idle: true))
        #expect(advance(&clock) == nil && clock.isIdle)
    }

    @Test("a source's older watermark is not taken back, and what was stored goes on")
    func restore() {
        var clock = SourceClock(expected: [a, b])
        clock.observe(progress(a, 50))
        clock.observe(progress(a, 40))
        clock.observe(progress(b, 60))
        #expect(advance(&clock) == 50)
        let stored = clock.changes()
        let more = clock.changes()
        #expect(stored != nil && more == nil)
        var restored = SourceClock(expected: [a, b, Source("events.c", 0)])
        if let stored { restored.restore(stored) }
        #expect(restored.completeThrough == 50)
        restored.observe(progress(a, 90))
        #expect(advance(&restored) == 50)
    }
}
