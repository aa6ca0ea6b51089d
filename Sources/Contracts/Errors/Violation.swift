// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

/// One way in which an event breaks its contract.
public struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// The place in the event, such as `/properties/price` (RFC 6901); empty for the event itself.
    public var pointer: String
    public var code: ErrorCode
    /// In words, such as `decimal(12,2)`.
    public var expected: String
    /// In words, such as `string "12,5"`; long texts are cut.
    public var found: String
    /// What to write instead, where that is likely.
    public var hint: String?

    public init(pointer: String, code: ErrorCode, expected: String, found: String, hint: String? = nil) {
        self.pointer = pointer
        self.code = code
        self.expected = expected
        self.found = found
        self.hint = hint
    }

    /// The members of an entry of `errors` in a reply, in their order.
    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "pointer", value: .string(pointer)), .init(name: "code", value: .string(code.rawValue)),
            .init(name: "expected", value: .string(expected)), .init(name: "found", value: .string(found)),
        ]
        if let hint { members.append(.init(name: "hint", value: .string(hint))) }
        return .object(members)
    }

    public var description: String {
        let place = pointer.isEmpty ? "the event" : pointer
        return "\(place): \(code.rawValue): expected \(expected), found \(found)" + (hint.map { "; \($0)" } ?? "")
    }
}
