// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Foundation

// A peer that hangs up must not end the process: writes answer with an error instead.
signal(SIGPIPE, SIG_IGN)

// Tools say themselves what a person should know; services set the level that they are told (`ServiceRun`).
Log.setLevel(.error)

let status = Tool(commands: CommandCatalog.all).run(
    Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment, console: .standard)
exit(status.rawValue)
