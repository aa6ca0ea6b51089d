// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// The signals that ask a process to end: SIGTERM, and SIGINT from Ctrl-C.
///
/// They are blocked when this is made, which must be before any other thread, and then taken by `sigwait` on a thread
/// of one's choice: no code runs in a signal handler.
struct StopSignals: Sendable {
    private let numbers: [Int32]

    /// - Parameter others: signals that are taken in the same way, and mean something else.
    init(and others: [Int32] = []) {
        numbers = [SIGTERM, SIGINT] + others
        var set = set
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for the next of the signals, and answers its number.
    @discardableResult
    func wait() -> Int32 {
        var set = set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        return number
    }

    /// Calls a closure for each signal, with how many there were so far, on a thread that is made for it.
    func observe(_ body: @escaping @Sendable (_ count: Int) -> Void) {
        Thread.detachNewThread {
            var count = 0
            while true {
                wait()
                count += 1
                body(count)
            }
        }
    }

    private var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        return set
    }
}
