// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A named operating system thread that runs one body to its end.
///
/// Calls into C libraries block, so they don't belong on Swift's cooperative pool: whoever makes them has a thread.
/// The name is what `top -H` and a debugger show.
public final class WorkerThread: Sendable {
    private let state: Mutex<State>

    private struct State {
        var thread: pthread_t
        var isJoined = false
    }

    /// What the new thread needs; it is handed over once and then belongs to that thread.
    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts the thread. The name is cut to Linux's 15 bytes.
    ///
    /// - Throws: `WorkerThreadError` if the system refuses another thread.
    public init(name: String, body: @escaping @Sendable () -> Void) throws(WorkerThreadError) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                WorkerThread.setName(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw WorkerThreadError(name: name, reason: String(cString: strerror(code)))
        }
        state = Mutex(State(thread: thread))
    }

    /// Names the calling thread through the file system: glibc's call is hidden from Swift, and a name is a courtesy.
    private static func setName(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        let bytes = Array(name.utf8.prefix(15))
        _ = write(file, bytes, bytes.count)
        close(file)
    }

    /// Waits until the body has returned. Called from the thread itself, it returns at once.
    public func join() {
        let thread = state.withLock { state -> pthread_t? in
            guard !state.isJoined, pthread_equal(state.thread, pthread_self()) == 0 else { return nil }
            state.isJoined = true
            return state.thread
        }
        if let thread { pthread_join(thread, nil) }
    }

    deinit {
        state.withLock { state in
            if !state.isJoined { pthread_detach(state.thread) }
        }
    }
}

/// The system could not start a thread.
public struct WorkerThreadError: Error, Sendable, CustomStringConvertible {
    public let name: String
    public let reason: String

    public var description: String {
        "could not start the thread '\(name)': \(reason); raise the limit of threads (ulimit -u) or run fewer tasks"
    }
}
