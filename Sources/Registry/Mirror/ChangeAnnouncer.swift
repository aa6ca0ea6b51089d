// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Dispatch
import Glibc
import Synchronization

/// Tells other processes that this one has committed a change.
///
/// NOTIFY takes a lock that all committing transactions wait for, so it is not part of the transaction that changes
/// something: a thread does it afterwards, once for all changes of the last milliseconds. If the process ends before, the
/// others find the change when they next look.
final class ChangeAnnouncer: Sendable {
    private static let pauseMilliseconds = 10

    private let store: RegistryStore
    private let wake = DispatchSemaphore(value: 0)
    private let isPending = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)
    private let thread = Mutex<WorkerThread?>(nil)

    init(store: RegistryStore) { self.store = store }

    func start() throws(WorkerThreadError) {
        let thread = try WorkerThread(name: "registry-notify") { self.run() }
        self.thread.withLock { $0 = thread }
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.signal()
        thread.withLock { $0.take() }?.join()
    }

    /// Something was committed. Returns at once.
    func announce() {
        if !isPending.exchange(true, ordering: .acquiringAndReleasing) { wake.signal() }
    }

    private func run() {
        while true {
            wake.wait()
            let wasPending = isPending.exchange(false, ordering: .acquiringAndReleasing)
            if wasPending {
                // What fails is a hint that is lost.
                try? store.notify(ChangeTailer.channel)
            }
            if isStopping.load(ordering: .acquiring) { return }
            if wasPending { usleep(UInt32(Self.pauseMilliseconds) * 1000) }
        }
    }
}
