// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A place at which a test lets the writer die, as a kill of its process would: nothing is committed, closed or moved.
enum LakeCrashPoint: Sendable, Hashable, CaseIterable {
    /// A row is in the columns.
    case afterAppend
    /// A file has its footer, and is not listed.
    case afterFile
    case beforeTransaction
    /// Files are listed, and not in their places.
    case afterTransaction
    /// One file is in its place, others may not be.
    case afterRename
}

/// Decides at every crash point whether the writer dies there; never set outside tests.
typealias LakeCrashHook = @Sendable (LakeCrashPoint) throws -> Void
