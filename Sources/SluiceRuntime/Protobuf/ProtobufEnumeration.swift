// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A Protobuf enum: generated for every enum of a `.proto` file.
///
/// One of proto3 has a case for numbers without a name and is open; one of proto2 is closed, and such numbers are kept
/// among the unknown fields of the message.
public protocol ProtobufEnumeration: Sendable, Hashable {
    /// The full name, such as `shop.Color`.
    static var protobufName: String { get }
    /// The first value of the enum, which is what a field has that is not set.
    static var zero: Self { get }
    /// The names of the numbers as they stand in the `.proto` file; several names may mean one number.
    static var names: [(name: StaticString, number: Int32)] { get }

    /// Nil if the enum is closed and has no name for the number.
    init?(number: Int32)
    var number: Int32 { get }
    /// Whether JSON's `null` is a value: of `google.protobuf.NullValue` alone.
    static var acceptsNull: Bool { get }
}

extension ProtobufEnumeration {
    public static var acceptsNull: Bool { false }

    /// Nil if the `.proto` file has no such name.
    public init?(name: String) {
        guard let entry = Self.names.first(where: { $0.name.description == name }) else { return nil }
        self.init(number: entry.number)
    }

    /// The name in the `.proto` file, the first of several; nil for a number without a name.
    public var name: String? { Self.names.first { $0.number == number }?.name.description }
}
