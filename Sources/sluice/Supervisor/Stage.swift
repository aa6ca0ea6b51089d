// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What `sluice up` does in a row: the parts of a stage start together, and the next stage begins when they serve.
enum Stage: Sendable {
    case parts([Part])
    case step(Step)

    /// Work between starting parts, such as migrating the database.
    struct Step: Sendable {
        let title: String
        /// Does it, and answers what was done in a few words.
        let run: @Sendable () throws -> String
    }
}
