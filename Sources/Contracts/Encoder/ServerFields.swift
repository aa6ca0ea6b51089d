// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime

/// What the server knows about an event that it received; the same for all events of a request.
public struct ServerFields: Sendable {
    /// Written to `received_at`.
    public var receivedAt: Timestamp
    /// Written to `context.ip_address` if the event doesn't have the member; an explicit null stays null.
    public var clientNetwork: NetworkAddress?
    public var times: TimePolicy

    public init(receivedAt: Timestamp, clientNetwork: NetworkAddress? = nil, times: TimePolicy = TimePolicy()) {
        self.receivedAt = receivedAt
        self.clientNetwork = clientNetwork
        self.times = times
    }
}

/// When an event's time is corrected.
public struct TimePolicy: Sendable {
    /// Microseconds by which `received_at` and `sent_at` must differ, so that it isn't the network but a wrong clock.
    public var skewThreshold: Int64 = 2_000_000
    /// Microseconds beyond `received_at` from which on a time is taken to be `received_at`.
    public var futureLimit: Int64 = 86_400_000_000

    public init() {}
}

/// The bits of `time_flags`.
public struct TimeFlags: OptionSet, Sendable, Hashable {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The client's clock was wrong by more than the threshold: the time was moved by the difference.
    public static let corrected = TimeFlags(rawValue: 1)
    /// The time was too far in the future: it is `received_at` now.
    public static let clamped = TimeFlags(rawValue: 2)
    /// The client gave a time without a zone; it was taken as UTC.
    public static let noZone = TimeFlags(rawValue: 4)
}
