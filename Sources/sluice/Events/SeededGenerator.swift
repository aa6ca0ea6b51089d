// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// Numbers that look random and are the same for the same seed, on every machine and with every compiler: SplitMix64
/// (Steele, Lea, Flood 2014) and fixed ways to draw from it.
struct SeededGenerator: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// From 0 up to, not including, `limit`; 0 if that is less than 1.
    mutating func below(_ limit: Int) -> Int {
        limit > 0 ? Int(next().multipliedFullWidth(by: UInt64(limit)).high) : 0
    }

    mutating func happens(_ share: Share) -> Bool { fraction() < share.fraction }
}

/// Chooses one of many so that the k-th is chosen about 1/k^s as often as the first.
struct ZipfChoice: Sendable {
    private let cumulative: [Double]

    /// - Parameters:
    ///   - count: of those to choose from, at least 1.
    ///   - exponent: s; 0 chooses all equally.
    init(count: Int, exponent: Double) {
        var sum = 0.0
        cumulative = (1...max(1, count)).map { rank in
            sum += 1 / pow(Double(rank), exponent)
            return sum
        }
    }

    /// An index from 0.
    func choose(_ generator: inout SeededGenerator) -> Int {
        let wanted = generator.fraction() * (cumulative.last ?? 1)
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
