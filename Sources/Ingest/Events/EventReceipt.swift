// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import SluiceRuntime

/// Where an accepted event is: what a client gets, and gets again for a duplicate.
struct EventReceipt: Sendable, Hashable {
    var topic: String
    var partition: Int32
    /// Nil if the broker confirmed the event without saying where it stands (it had it from an earlier try).
    var offset: Int64?
    var schemaID: Int32
    /// The event's time after correction.
    var timestamp: Timestamp
    /// Of the event that was accepted; see `EventFingerprint`.
    var fingerprint: UInt64
}
