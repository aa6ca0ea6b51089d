// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// `sluice down`: ends the `sluice up` of a data folder, and waits until it has ended.
struct DownCommand: Command {
    static let timeLimit = Option<PositiveCount>(
        "time-limit", "SECONDS", default: PositiveCount(60), defaultText: "60",
        help: "How long to wait until everything has ended.")

    static let definition = CommandDefinition(
        "down", summary: "Stop what `sluice up` runs here",
        discussion: "Each part is asked to end, the last started first; the data stays.",
        options: [Settings.data, timeLimit],
        examples: [.init("sluice down", "Stop the parts that run with the data folder .data.")])

    let folder: String
    let limit: PositiveCount

    init(_ arguments: Arguments) throws(UsageError) {
        folder = try arguments.value(Settings.data)
        limit = try arguments.value(Self.timeLimit)
    }

    func run(_ console: Console) throws -> ExitCode {
        guard let state = UpState.running(in: folder) else {
            console.print("Nothing runs with the data folder \(folder).")
            return .done
        }
        guard kill(state.processID, SIGTERM) == 0 else {
            throw CommandFailure.no(
                "process \(state.processID) of sluice up can't be signalled: \(String(cString: strerror(errno))).")
        }
        let deadline = ContinuousClock.now.advanced(by: .seconds(limit.value))
        // The lock is the last thing that it gives up.
        while DataFolder(folder).isLocked {
            guard ContinuousClock.now < deadline else {
                throw CommandFailure.no(
                    "sluice up (process \(state.processID)) has not ended within \(limit.value) s; see \(folder)/logs.")
            }
            usleep(50_000)
        }
        console.print("Stopped. The data stays in \(folder).")
        return .done
    }
}
