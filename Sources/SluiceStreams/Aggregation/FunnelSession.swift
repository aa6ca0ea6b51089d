// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Which steps of a funnel one session has reached, in order.
///
/// Step 1 is reached at its first event; every further step at its first event that is not before the step before it
/// was reached. (Events of one instant count as in order: their true order is not known.) The result does not depend on
/// the order in which events arrive: what may still matter when an earlier event turns up is kept.
struct FunnelSession: Sendable, Hashable {
    /// For each step the timestamps of its events up to the one at which it was reached, ascending. Later ones are of no
    /// use: when an earlier event turns up, a step can only be reached sooner.
    private(set) var timestamps: [[Int64]]

    init(stepCount: Int) { timestamps = Array(repeating: [], count: stepCount) }

    /// Restores what was stored.
    init(timestamps: [[Int64]]) {
        self.timestamps = timestamps.map { Array(Set($0)).sorted() }
        prune()
    }

    /// Adds an event of a step, counted from 0. Steps that the funnel does not have are left out.
    mutating func add(step: Int, at timestamp: Int64) {
        guard timestamps.indices.contains(step) else { return }
        let index = timestamps[step].partitioningIndex { $0 >= timestamp }
        if index < timestamps[step].count, timestamps[step][index] == timestamp { return }
        timestamps[step].insert(timestamp, at: index)
        prune()
    }

    /// When each step was reached, as far as they were.
    var reached: [Int64] {
        var times: [Int64] = []
        for step in timestamps {
            guard let time = step.first(where: { candidate in times.last.map { candidate >= $0 } ?? true }) else {
                break
            }
            times.append(time)
        }
        return times
    }

    private mutating func prune() {
        for (step, time) in reached.enumerated() {
            let keep = timestamps[step].partitioningIndex { $0 > time }
            timestamps[step].removeSubrange(keep...)
        }
        // The first step needs no order before it.
        if timestamps.first.map({ $0.count > 1 }) == true { timestamps[0].removeSubrange(1...) }
    }
}

extension [Int64] {
    /// The first index whose element fulfils a condition that holds from some element on.
    fileprivate func partitioningIndex(where isInSecondPart: (Int64) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
