// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Glibc
import Synchronization

/// A server that a test started. It ends with `stop()`, with the object, or with the test process, however that ends.
///
/// A small shell stands between: it waits for the server and for the end of a pipe that only the test process holds.
public final class ServiceProcess: Sendable {
    /// What the server wrote.
    public let log: String
    /// The server's own process, for tests that kill it.
    public let pid: Int32
    private let guardian: Mutex<Spawn.Child?>

    private static let script = """
        signal=$1; log=$2; shift 2
        exec 3<&0
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        server=$!
        echo $server
        exec >/dev/null
        { cat <&3; kill -s "$signal" $server; } >/dev/null 2>&1 &
        wait $server
        kill $! 2>/dev/null
        """

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - log: the file that its output is appended to.
    ///   - signal: what ends it, such as `TERM`.
    public init(_ command: [String], log: String, signal: String = "TERM") throws {
        self.log = log
        let child = try Spawn.start(["/bin/sh", "-c", Self.script, "guardian", signal, log] + command)
        guard let pid = pid_t(Spawn.read(child.output, line: true)) else {
            throw TestKitError("Can't start \(command.joined(separator: " "))")
        }
        self.pid = pid
        guardian = Mutex(child)
    }

    deinit { stop() }

    /// Ends the server and waits for its end. A second call does nothing.
    public func stop() {
        guard let child = guardian.withLock({ child in child.take() }) else { return }
        close(child.input)
        close(child.output)
        Spawn.wait(child.pid)
    }

    /// False once the server has ended.
    public var isRunning: Bool {
        guardian.withLock { child in
            guard let known = child else { return false }
            guard waitpid(known.pid, nil, WNOHANG) == 0 else {
                close(known.input)
                close(known.output)
                child = nil
                return false
            }
            return true
        }
    }

    /// Waits until the condition holds, as a probe of something outside the process: there is nothing else to wait for.
    ///
    /// Throws with the server's output if it ends before, or after those seconds.
    public func waitUntilReady(seconds: Int = 60, _ isReady: () -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !isReady() {
            guard isRunning else { throw TestKitError("The server ended while it started:\n\(output)") }
            guard ContinuousClock.now < deadline else {
                throw TestKitError("The server was not ready after \(seconds) seconds:\n\(output)")
            }
            usleep(20_000)
        }
    }

    /// Waits until it ends by itself; throws with its output if it has not after those seconds.
    public func waitForEnd(seconds: Int) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while isRunning {
            guard ContinuousClock.now < deadline else {
                throw TestKitError("The process has not ended after \(seconds) seconds:\n\(output)")
            }
            usleep(20_000)
        }
    }

    /// All that the server wrote.
    public var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}
