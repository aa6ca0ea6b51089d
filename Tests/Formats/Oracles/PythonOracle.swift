// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// Runs a script of this folder with the Python that `scripts/bootstrap` installs.
struct PythonOracle {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let python = folder.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: ".deps/venv/bin/python")

    /// Whether bootstrap has run here; tests that need Python are skipped where it has not.
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: python.path) }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What the script writes to its standard output, by lines.
    static func lines(of script: String, _ arguments: [String]) throws -> [Substring] {
        let process = Process()
        process.executableURL = python
        process.arguments = [folder.appending(path: script).path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(script) ended with \(process.terminationStatus)")
        }
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}
