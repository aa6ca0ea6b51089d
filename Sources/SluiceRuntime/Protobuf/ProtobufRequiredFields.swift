// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Which required fields of a message have been set while it was read.
///
/// It is no part of the message's value: two messages that differ in it only are equal.
public struct ProtobufRequiredFields: Sendable, Hashable {
    /// A bit for each of the first 64 fields.
    @usableFromInline var seen: UInt64
    /// The others; there are hardly ever any.
    @usableFromInline var others: Set<Int> = []

    @usableFromInline let isComplete: Bool

    /// - Parameter isComplete: whether all are there, because the message was made with them.
    @inlinable
    public init(isComplete: Bool = false) {
        seen = 0
        self.isComplete = isComplete
    }

    /// Tells that the field with an index among the message's required fields is there.
    @inlinable
    public mutating func set(_ index: Int) {
        if index < 64 { seen |= 1 &<< UInt64(truncatingIfNeeded: index) } else { others.insert(index) }
    }

    /// The first of the message's required fields that is not there.
    public func firstMissing(of names: [StaticString]) -> String? {
        guard !isComplete else { return nil }
        return names.indices.first { $0 < 64 ? seen >> UInt64($0) & 1 == 0 : !others.contains($0) }
            .map { names[$0].description }
    }

    public static func == (a: Self, b: Self) -> Bool { true }

    public func hash(into hasher: inout Hasher) {}
}

// MARK: Required fields of messages within a message

extension ProtobufRequiredFields {
    /// The path of a required field that a message lacks.
    public static func missing(in message: (some ProtobufCodable)?, at field: StaticString) -> String? {
        message?.missingRequiredField().map { "\(field).\($0)" }
    }

    public static func missing(in messages: [some ProtobufCodable], at field: StaticString) -> String? {
        for (index, message) in messages.enumerated() {
            if let path = message.missingRequiredField() { return "\(field)[\(index)].\(path)" }
        }
        return nil
    }

    public static func missing<Key>(in messages: [Key: some ProtobufCodable], at field: StaticString) -> String? {
        for (key, message) in messages {
            if let path = message.missingRequiredField() { return "\(field)[\"\(key)\"].\(path)" }
        }
        return nil
    }
}
