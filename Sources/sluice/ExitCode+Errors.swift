// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ExitCode {
    /// What an error means for the caller: 3 if a dependency can't be reached, else 1.
    init(of error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure.exitCode
        case is UsageError: self = .usage
        default: self = .no
        }
    }
}
