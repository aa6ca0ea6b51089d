// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// Independent implementations in Python (`.deps/venv`, from `scripts/bootstrap`): what a test compares with.
public enum PythonOracle {
    /// Runs a script, and returns what it printed.
    ///
    /// - Parameters:
    ///   - script: Python's source text.
    ///   - arguments: `sys.argv[1:]`.
    /// - Throws: `TestKitError` with the traceback if it fails: an oracle that can't answer is no reason to pass.
    public static func run(_ script: String, _ arguments: [String] = []) throws -> String {
        try python(["-c", script] + arguments)
    }

    /// Runs a script that lies in a file, which may import its neighbours, and returns what it printed.
    ///
    /// - Parameter file: its path below the project's folder.
    public static func run(file: String, _ arguments: [String] = []) throws -> String {
        try python([ProjectRoot.path + "/" + file] + arguments)
    }

    private static func python(_ words: [String]) throws -> String {
        let python = ProjectRoot.path + "/.deps/venv/bin/python"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw TestKitError("\(python) is not there; run scripts/bootstrap")
        }
        let outcome = try SluiceProcess.run([python] + words)
        guard outcome.exitCode == 0 else {
            throw TestKitError("The Python oracle failed (exit code \(outcome.exitCode)):\n\(outcome.errors)")
        }
        return outcome.output
    }
}
