// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The command line, or a setting from the environment, is wrong.
struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was expected, what was found, and what to do.
    let description: String

    init(_ description: String) { self.description = description }
}
