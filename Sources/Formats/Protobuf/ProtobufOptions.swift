// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The options of a part of a file: a serialized message such as `FieldOptions`, with custom options as its extensions.
///
/// Standard options are read by their number in `google/protobuf/descriptor.proto`; the last of several counts. All
/// options, custom ones too, are read by decoding the bytes as the message that they are (`ProtobufRecord`).
public struct ProtobufOptions: Sendable, Hashable {
    public var bytes: [UInt8] = []

    public var isEmpty: Bool { bytes.isEmpty }

    /// A boolean option; nil if it is not set.
    public func flag(_ number: Int) -> Bool? { last(number).flatMap { try? $0.bool() } }

    /// A number or an enum's number; nil if it is not set.
    public func int(_ number: Int) -> Int? { last(number).flatMap { try? $0.int() } }

    /// A text; nil if it is not set.
    public func text(_ number: Int) -> String? { last(number).flatMap { try? $0.string() } }

    /// Whether a field is there, of whatever type.
    func has(_ number: Int) -> Bool { last(number) != nil }

    private func last(_ wanted: Int) -> ProtobufWireReader.Value? {
        guard !bytes.isEmpty else { return nil }
        var reader = ProtobufWireReader(bytes[...])
        var found: ProtobufWireReader.Value?
        while let (number, value) = try? reader.next() {
            if number == wanted { found = value }
        }
        return found
    }
}
