// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Synchronization

/// A process that this one has started and will reap.
///
/// The child gets its own process group (Ctrl-C reaches only us, who stop it in order), default signal handling, and a
/// signal when the *thread* that started it ends, which is how the kernel defines a parent's death. So start it on a
/// thread that outlives it.
final class ChildProcess: Sendable {
    /// How it ended.
    enum Ending: Sendable, Hashable, CustomStringConvertible {
        case exited(Int32)
        case signalled(Int32)

        var description: String {
            switch self {
            case .exited(let code): "exit code \(code)"
            case .signalled(let number): "signal \(number), \(String(cString: strsignal(number)))"
            }
        }
    }

    struct LaunchError: Error, CustomStringConvertible {
        let description: String
    }

    let processID: pid_t
    private let ending = Mutex<Ending?>(nil)

    init(_ launch: Launch) throws(LaunchError) {
        processID = try Self.spawn(launch)
    }

    deinit {
        signal(SIGKILL)
        wait()
    }

    /// Sends a signal, unless the process has ended: its number may belong to another one by then.
    func signal(_ number: Int32) {
        ending.withLock { if $0 == nil { kill(processID, number) } }
    }

    /// Blocks until the process has ended, and reaps it.
    @discardableResult
    func wait() -> Ending {
        if let known = ending.withLock({ $0 }) { return known }
        // Waiting leaves the process unreaped, so that `signal` on another thread can't meet a reused number.
        var info = siginfo_t()
        while waitid(P_PID, id_t(processID), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return ending.withLock { known in
            if let known { return known }
            var status: Int32 = 0
            while waitpid(processID, &status, 0) < 0, errno == EINTR {}
            let number = status & 0x7F
            let ending: Ending = number == 0 ? .exited((status >> 8) & 0xFF) : .signalled(number)
            known = ending
            return ending
        }
    }

    private static func spawn(_ launch: Launch) throws(LaunchError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        if let output = launch.output {
            posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
            posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        let words = launch.commandLine
        var processID: pid_t = 0
        let failure = withCStrings(words) { arguments in
            withCStrings(launch.environment.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawnp(&processID, words[0], &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else {
            throw LaunchError(description: "\(words[0]) can't be started: \(String(cString: strerror(failure))).")
        }
        return processID
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}

extension ChildProcess {
    /// What to start, and how.
    struct Launch: Sendable {
        /// A path, or a name to look up in `PATH`.
        var executable: String
        var arguments: [String]
        var environment: [String: String] = ProcessInfo.processInfo.environment
        /// A descriptor for standard output and standard error; those of this process if nil.
        var output: Int32?
        /// Runs as another user than root where we are root, by a user namespace: PostgreSQL refuses to run as root.
        var avoidsRoot = false
        /// What the process gets when we die.
        var signalOnParentsDeath = "KILL"

        init(_ executable: String, _ arguments: [String]) {
            self.executable = executable
            self.arguments = arguments
        }

        /// With what stands before the program. A user namespace changes credentials, and that resets the signal on
        /// the parent's death: so the namespace comes first.
        var commandLine: [String] {
            let namespace =
                avoidsRoot && geteuid() == 0 ? ["unshare", "-U", "--map-user=1000", "--map-group=1000"] : []
            return namespace + ["setpriv", "--pdeathsig", signalOnParentsDeath, executable] + arguments
        }
    }
}
