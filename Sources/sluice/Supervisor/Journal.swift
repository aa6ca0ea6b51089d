// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// What happened to the parts, one line each with its time: `logs/up.log` of the data folder.
final class Journal: Sendable {
    private let descriptor: Int32

    init(path: String) {
        descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ text: String) {
        guard descriptor >= 0 else { return }
        FileSink(descriptor).write("\(Date().formatted(.iso8601)) \(text)\n")
    }
}
