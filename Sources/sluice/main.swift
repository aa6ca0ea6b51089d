// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

// A peer that hangs up must not end the process: writes answer with an error instead.
signal(SIGPIPE, SIG_IGN)

let status = Tool(commands: CommandCatalog.all).run(
    Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment, console: .standard)
exit(status.rawValue)
