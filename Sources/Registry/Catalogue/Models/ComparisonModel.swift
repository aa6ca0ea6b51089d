// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Two versions of a subject beside each other, and whether one may follow the other.
struct ComparisonModel: Sendable {
    struct Side: Sendable {
        var version: Int
        var isDeleted: Bool
        var schemaID: Int
        var type: String
    }

    /// What one policy says.
    struct Verdict: Sendable {
        var policy: String
        /// Whether it is the one that the subject's registrations are held to.
        var isInForce: Bool
        /// The newer version reads what the older one wrote.
        var isBackward: Bool
        /// The older version reads what the newer one wrote.
        var isForward: Bool
    }

    struct Difference: Sendable {
        var rule: String
        /// What must hold, in one sentence.
        var summary: String
        var direction: Direction
        /// What exactly was found.
        var found: String
        var why: String
        var remedy: String
        var oldLine: Int?
        var newLine: Int?
        /// The policies that ask for it.
        var policies: [String]
    }

    /// A record that one of them writes and the other does not read.
    struct Example: Sendable {
        var direction: Direction
        var record: SchemaLines
        var path: String
        var reason: String
        /// Whether no rule told of it.
        var isWarning: Bool
    }

    enum Direction: Sendable, Hashable {
        case backward, forward
    }

    var subject: SubjectName
    var old: Side
    var new: Side
    /// The highest version, for the form.
    var newest: Int
    var level: String
    var verdicts: [Verdict]
    var differences: [Difference]
    /// Whether there are more than are shown.
    var hasMoreDifferences = false
    var examples: [Example]
    var isSameText: Bool
    var rows: [LineDiff.Row]
    /// Whether unchanged lines are all shown.
    var showsAll: Bool
}
