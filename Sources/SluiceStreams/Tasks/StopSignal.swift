// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Dispatch
import Synchronization

/// Tells threads to end, and wakes those that wait for it.
final class StopSignal: Sendable {
    private let flag = Atomic<Bool>(false)
    private let semaphore = DispatchSemaphore(value: 0)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() {
        flag.store(true, ordering: .releasing)
        semaphore.signal()
    }

    /// Waits for the signal, at most so long. True if it came.
    func wait(_ duration: Duration) -> Bool {
        guard !isSet else { return true }
        let microseconds = Int(clamping: max(0, duration.microseconds))
        if semaphore.wait(timeout: .now() + .microseconds(microseconds)) == .success { semaphore.signal() }
        return isSet
    }
}
