// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// A place at which a test lets a task die, as a kill of its process would: nothing is aborted, closed or written.
enum CrashPoint: Sendable, Hashable, CaseIterable {
    case afterPoll
    case afterProduce
    case afterOffsets
    /// The commit has taken effect, and the task does not learn of it.
    case afterCommit
    case duringRestore
}

/// Thrown by the hook of a test; never by the service itself.
struct SimulatedCrash: Error {}

/// Decides at every crash point of a task whether it dies there. The producer is lent so that a test can keep it alive:
/// let go, it would abort its transaction, which a killed process does not.
typealias CrashHook = @Sendable (TaskID, CrashPoint, KafkaTransactionalProducer) throws -> Void
