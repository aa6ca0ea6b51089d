// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What the process tells its caller.
enum ExitCode: Int32, Sendable {
    /// What was asked for is done.
    case done = 0
    /// The answer is no: incompatible, invalid, not found.
    case no = 1
    /// The command was called wrongly.
    case usage = 2
    /// Something this command depends on can't be reached.
    case unreachable = 3
}

/// Why a command could not do what it was asked for.
struct CommandFailure: Error, Sendable, Hashable, CustomStringConvertible {
    let exitCode: ExitCode
    /// Names the thing, what was expected, what was found, and what to do; may have several lines.
    let description: String

    /// The answer is no.
    static func no(_ description: String) -> CommandFailure {
        CommandFailure(exitCode: .no, description: description)
    }

    /// A dependency can't be reached.
    static func unreachable(_ description: String) -> CommandFailure {
        CommandFailure(exitCode: .unreachable, description: description)
    }
}
