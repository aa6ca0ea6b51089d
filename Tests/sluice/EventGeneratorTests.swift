// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime
import Testing

@testable import sluice

@Suite("Generated events are the same for the same seed, and as troubled as asked for")
struct EventGeneratorTests {
    private func events(_ count: Int, _ parameters: EventGenerator.Parameters) -> [EventGenerator.Event] {
        var generator = EventGenerator(parameters)
        return (0..<count).map { _ in generator.next() }
    }

    @Test("The same seed gives the same events, another seed others")
    func determinism() {
        var parameters = EventGenerator.Parameters()
        parameters.duplicates = Share(fraction: 0.1)
        parameters.late = Share(fraction: 0.1)
        parameters.broken = Share(fraction: 0.1)
        let first = events(500, parameters)
        #expect(first == events(500, parameters))
        parameters.seed = 2
        #expect(first != events(500, parameters))
    }

    @Test("SplitMix64 gives the numbers of its reference implementation")
    func reference() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
        #expect(generator.next() == 9_817_491_932_198_370_423)
    }

    @Test("Shares are kept to within a fifth, and duplicates repeat an id while nothing else does")
    func shares() {
        var parameters = EventGenerator.Parameters()
        parameters.duplicates = Share(fraction: 0.05)
        parameters.late = Share(fraction: 0.04)
        parameters.broken = Share(fraction: 0.03)
        let all = events(20_000, parameters)
        var counts: [EventGenerator.Kind: Int] = [:]
        var seen: Set<JSONValue> = []
        for event in all {
            counts[event.kind, default: 0] += 1
            let isNew = seen.insert(event.json).inserted
            #expect(isNew == (event.kind != .duplicate))
        }
        #expect((800...1200).contains(counts[.duplicate] ?? 0))
        #expect((640...960).contains(counts[.late] ?? 0))
        #expect((480...720).contains(counts[.broken] ?? 0))
    }

    @Test("Users occur by Zipf's law: the first about twice as often as the second; equally with exponent 0")
    func skew() {
        var random = SeededGenerator(seed: 3)
        func counts(_ exponent: Double) -> [Int] {
            let choice = ZipfChoice(count: 10, exponent: exponent)
            var counts = [Int](repeating: 0, count: 10)
            for _ in 0..<30_000 { counts[choice.choose(&random)] += 1 }
            return counts
        }
        let skewed = counts(1)
        let ratio = Double(skewed[0]) / Double(skewed[1])
        #expect((1.8...2.2).contains(ratio))
        #expect(counts(0).allSatisfy { (2700...3300).contains($0) })
    }

    @Test("Times go on by the rate; late ones lie one to 48 hours back")
    func times() throws {
        var parameters = EventGenerator.Parameters()
        parameters.late = Share(fraction: 0.2)
        var expected = parameters.start
        for event in events(300, parameters) {
            expected.microseconds += parameters.stepMicroseconds
            guard case .string(let text)? = event.json["timestamp"] else {
                Issue.record("no timestamp")
                return
            }
            let time = try #require(Timestamp(rfc3339: text))
            let back = expected.microseconds - time.microseconds
            if event.kind == .late {
                #expect((3_600_000_000...172_800_000_000).contains(back))
            } else {
                #expect(back == 0)
            }
        }
    }
}
