// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Turns what was written with one schema into the bytes that another one would have written.
public protocol EventConverter: Sendable {
    /// - Parameter payload: an event without the registry framing.
    func convert(_ payload: UnsafeRawBufferPointer) throws(EventConversionError) -> [UInt8]
}

/// Why an event of one schema could not be turned into one of another.
public struct EventConversionError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// The bytes were not written with the writer's schema at all.
        case malformed
        /// The reader's schema has no place for the event.
        case incompatible
    }

    public let reason: Reason
    public let description: String

    public init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
