// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Synchronization

/// The built `sluice` as a process: run to its end, or kept running and killed.
public final class SluiceProcess: Sendable {
    /// What a run to the end gave.
    public struct Outcome: Sendable {
        /// 128 and the signal's number if one ended it.
        public let exitCode: Int32
        public let output: String
        public let errors: String
    }

    /// The binary that was built with the tests: beside the test bundle.
    public static let binary: String = {
        for argument in CommandLine.arguments + [Bundle.main.executablePath ?? ""] {
            guard let bundle = argument.range(of: ".xctest") else { continue }
            let path = URL(filePath: String(argument[..<bundle.upperBound])).deletingLastPathComponent()
                .appending(path: "sluice").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        return ProjectRoot.path + "/.build/debug/sluice"
    }()

    private let process: ServiceProcess

    /// Starts it and leaves it running; it ends with this object, or with the test process.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - environment: variables beside those of the test process.
    ///   - log: the file that both its outputs are appended to.
    public init(_ arguments: [String], environment: [String: String] = [:], log: String) throws {
        process = try ServiceProcess(
            ["env"] + Self.variables(environment) + [Self.binary] + arguments, log: log)
    }

    /// Its process id: `env` becomes the program.
    public var processID: Int32 { process.pid }
    public var isRunning: Bool { process.isRunning }
    /// What it has written so far.
    public var output: String { process.output }

    /// Waits until the condition holds; see `ServiceProcess.waitUntilReady(_:)`.
    public func wait(seconds: Int = 60, until isReady: () -> Bool) throws {
        try process.waitUntilReady(seconds: seconds, isReady)
    }

    /// Waits until it ends by itself.
    public func waitForEnd(seconds: Int = 60) throws { try process.waitForEnd(seconds: seconds) }

    /// Asks it to end (SIGTERM) and waits.
    public func stop() { process.stop() }

    /// Ends it as a crash would (SIGKILL) and waits until it is gone.
    public func kill() {
        _ = Foundation.kill(process.pid, SIGKILL)
        process.stop()
    }

    /// Runs a subcommand to its end.
    public static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        try run(["env"] + variables(environment) + [binary] + arguments)
    }

    /// Runs any program to its end, with its two outputs apart.
    public static func runProgram(_ command: [String]) throws -> Outcome { try run(command) }

    /// Runs any program to its end, with its two outputs apart.
    static func run(_ command: [String]) throws -> Outcome {
        let folder = try TemporaryFolder.make("run")
        let output = folder + "/out"
        let errors = folder + "/err"
        let script = #"out=$1; err=$2; shift 2; exec "$@" >"$out" 2>"$err" </dev/null"#
        let child = try Spawn.start(
            ["/bin/sh", "-c", script, "sh", output, errors] + command)
        let exitCode = Spawn.wait(child.pid)
        close(child.input)
        close(child.output)
        return Outcome(
            exitCode: exitCode, output: (try? String(contentsOfFile: output, encoding: .utf8)) ?? "",
            errors: (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "")
    }

    /// A test's own folder of data only, nothing of a `sluice up` that happens to run in the working folder.
    private static func variables(_ environment: [String: String]) -> [String] {
        ["SLUICE_DATA": "/nonexistent", "SLUICE_HOME": ProjectRoot.path, "SWIFT_BACKTRACE": "enable=no"]
            .merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
    }
}
