// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How long to wait before a part that died is started again: the longer, the more often it died in a row.
struct RestartPolicy: Sendable {
    /// In seconds.
    static let first = 0.2
    static let longest = 10.0
    /// A part that was well for so many seconds begins anew.
    static let calm = 60.0

    private var next = RestartPolicy.first

    /// Seconds to wait now.
    /// - Parameter healthySeconds: for how long the part was healthy before it died.
    mutating func delay(healthySeconds: Double) -> Double {
        if healthySeconds >= Self.calm { next = Self.first }
        let delay = next
        next = min(next * 2, Self.longest)
        return delay
    }
}
