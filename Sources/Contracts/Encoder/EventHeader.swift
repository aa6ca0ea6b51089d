// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// What must be read from an event before its contract is known.
///
/// The fields are looked for at the top level, and in `envelope` where the top level has no `event_type`. Nothing is
/// checked: values of another type count as missing here, and the contract finds them later.
public struct EventHeader {
    private let tape: JSONTape
    private let owner: Int

    /// - Parameter index: of the event in the tape.
    public init(_ tape: JSONTape, at index: Int) {
        self.tape = tape
        if tape.member("event_type", of: index) == nil, let nested = tape.member("envelope", of: index),
            tape.kind(at: nested) == .object
        {
            owner = nested
        } else {
            owner = index
        }
    }

    /// The UTF-8 of `event_type`, in the tape's memory.
    public var eventType: UnsafeBufferPointer<UInt8>? { string("event_type") }

    /// The text of `event_id`, whatever it is.
    public var eventID: String? { string("event_id").map { String(decoding: $0, as: UTF8.self) } }

    /// The version of the schema that the client asks for, if it asks.
    public var schemaVersion: Int64? {
        guard let index = tape.member("schema_version", of: owner), tape.kind(at: index) == .integer else { return nil }
        return Int64(bitPattern: tape.numberBits(at: index))
    }

    private func string(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        guard let index = tape.member(name, of: owner), tape.kind(at: index) == .string else { return nil }
        return tape.string(at: index)
    }
}
