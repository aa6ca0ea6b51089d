// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// One task of a job. Its number is its partition of the tasks topic; what it reads never changes.
struct TaskID: Sendable, Hashable, CustomStringConvertible {
    enum Kind: Sendable, Hashable {
        /// Reads the event partitions whose number, modulo the number of such tasks, is this.
        case source(Int32)
        /// Owns this partition of the groups and sessions.
        case merge(Int32)
        /// Writes this partition of the aggregates into Redis.
        case project(Int32)
    }

    let number: Int32
    let kind: Kind

    /// Nil if a job has no task of that number.
    init?(number: Int32, sourceTasks: Int32, mergePartitions: Int32) {
        self.number = number
        switch number {
        case ..<0: return nil
        case ..<sourceTasks: kind = .source(number)
        case ..<(sourceTasks + mergePartitions): kind = .merge(number - sourceTasks)
        case ..<(sourceTasks + 2 * mergePartitions): kind = .project(number - sourceTasks - mergePartitions)
        default: return nil
        }
    }

    /// Part of the transactional id and of the thread's name.
    var description: String {
        switch kind {
        case .source(let index): "source-\(index)"
        case .merge(let index): "merge-\(index)"
        case .project(let index): "project-\(index)"
        }
    }
}
