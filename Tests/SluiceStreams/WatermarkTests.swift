// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import SluiceStreams

@Suite("A partition's watermark follows its newest event and never steps back")
struct WatermarkTests {
    @Test("it is the newest timestamp, less the bound and a millisecond")
    func value() {
        var watermark = Watermark(bound: 10_000_000)
        #expect(watermark.value == nil)
        watermark.observe(60_000_000)
        #expect(watermark.value == 49_999_000)
        watermark.observe(20_000_000)
        #expect(watermark.value == 49_999_000)
        watermark.observe(60_000_001)
        #expect(watermark.value == 49_999_001)
    }

    @Test("a restored one goes on where it was")
    func restored() {
        var watermark = Watermark(bound: 0, value: 5_000_000)
        watermark.observe(1)
        #expect(watermark.value == 5_000_000)
    }

    @Test("timestamps at the ends of 64 bits do not trap", arguments: [Int64.min, .max])
    func extremes(timestamp: Int64) {
        var watermark = Watermark(bound: .max)
        watermark.observe(timestamp)
        #expect(watermark.value != nil)
    }

    @Test("a partition is idle when it was read to its end and nothing came for the timeout; a record ends that")
    func idle() {
        var idle = IdleDetector(timeout: 100)
        #expect(!idle.isIdle(now: 1_000))
        idle.observeEnd(now: 1_000)
        #expect(!idle.isIdle(now: 1_099))
        idle.observeEnd(now: 1_050)
        #expect(idle.isIdle(now: 1_100))
        idle.observeRecord()
        #expect(!idle.isIdle(now: 9_000))
    }

    @Test("the note kept with offsets is read back, and foreign text is not taken for one")
    func note() {
        #expect(OffsetNote(OffsetNote(watermark: -5).text) == OffsetNote(watermark: -5))
        #expect(OffsetNote(OffsetNote(watermark: nil).text) == OffsetNote(watermark: nil))
        for text in ["", "2;5", "1;", "1;x", "1;99999999999999999999"] { #expect(OffsetNote(text) == nil) }
    }
}
