// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc

/// Starts programs that end when the test process ends, however it ends.
enum Spawn {
    struct Child {
        let pid: pid_t
        /// Our end of its standard input; closing it, or dying, is the sign to end.
        let input: Int32
        /// Our end of its standard output.
        let output: Int32
    }

    /// Starts a program in its own process group (a Ctrl-C at the terminal is not for it), with standard input and
    /// output to this process, and standard error to nowhere.
    static func start(_ command: [String]) throws -> Child {
        var toChild: [Int32] = [-1, -1]
        var fromChild: [Int32] = [-1, -1]
        // Socket pairs, because they are closed in other children from the start; a pipe that another child inherits
        // would not end with this process.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &toChild) == 0, socketpair(AF_UNIX, kind, 0, &fromChild) == 0 else {
            throw TestKitError("No socket pair: \(String(cString: strerror(errno)))")
        }
        defer {
            close(toChild[0])
            close(fromChild[1])
        }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals that this process ignores or blocks (libraries do that) are the child's again.
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))

        guard let program = command.first else { throw TestKitError("No program to start") }
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let status = posix_spawnp(&pid, program, &actions, &attributes, &words, environ)
        guard status == 0 else {
            close(toChild[1])
            close(fromChild[0])
            throw TestKitError("Can't start \(program): \(String(cString: strerror(status)))")
        }
        return Child(pid: pid, input: toChild[1], output: fromChild[0])
    }

    /// Reads up to the end, or up to the first newline.
    static func read(_ descriptor: Int32, line: Bool = false) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while Glibc.read(descriptor, &byte, 1) == 1 {
            if line && byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Waits for the end of a child.
    ///
    /// - Returns: its exit status; 128 and the signal if one ended it.
    @discardableResult
    static func wait(_ pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return -1 } }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    /// Runs a program to its end and returns what it wrote, both channels.
    static func run(_ command: [String]) throws -> String {
        let child = try start(["/bin/sh", "-c", "exec \"$@\" 2>&1 </dev/null", "run"] + command)
        let output = read(child.output)
        close(child.output)
        close(child.input)
        let status = wait(child.pid)
        guard status == 0 else {
            throw TestKitError("\(command.joined(separator: " ")) ended with \(status):\n\(output)")
        }
        return output
    }
}
