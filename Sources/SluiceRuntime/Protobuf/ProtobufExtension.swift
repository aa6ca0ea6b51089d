// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A field by which some `.proto` file extends a message: `try order.value(of: Shipping.carrier)`.
///
/// A message keeps such fields among its unknown ones, whether the program knows the extension or not.
public struct ProtobufExtension<Message: ProtobufCodable, Coding: ProtobufCoding>: Sendable {
    /// The full name, such as `shop.shipping.carrier`.
    public let name: String
    public let number: UInt32

    public init(_ name: String, field number: UInt32) {
        self.name = name
        self.number = number
    }
}

/// A repeated field by which some `.proto` file extends a message.
public struct ProtobufRepeatedExtension<Message: ProtobufCodable, Coding: ProtobufCoding>: Sendable {
    /// The full name, such as `shop.shipping.carriers`.
    public let name: String
    public let number: UInt32
    /// Whether numbers are written in one block.
    public let isPacked: Bool

    public init(_ name: String, field number: UInt32, isPacked: Bool = false) {
        self.name = name
        self.number = number
        self.isPacked = isPacked
    }
}

extension ProtobufCodable {
    /// The value of an extension; nil if the message has none.
    public func value<Coding>(of field: ProtobufExtension<Self, Coding>) throws(CodecError) -> Coding.Value? {
        var value: Coding.Value?
        try unknownFields.read { tag, reader throws(CodecError) in
            guard tag == field.number << 3 | Coding.wireType else { return false }
            value = try reader.value(Coding.self, merging: value, at: "")
            return true
        }
        return value
    }

    /// Sets an extension; nil removes it.
    public mutating func set<Coding>(_ value: Coding.Value?, of field: ProtobufExtension<Self, Coding>) {
        var writer = ProtobufWriter()
        writer.optional(Coding.self, value, field: field.number)
        unknownFields.replace(Int(field.number), with: writer.bytes)
    }

    /// The values of a repeated extension, packed or not.
    public func values<Coding>(
        of field: ProtobufRepeatedExtension<Self, Coding>
    ) throws(CodecError) -> [Coding.Value] {
        var values: [Coding.Value] = []
        try unknownFields.read { tag, reader throws(CodecError) in
            guard tag >> 3 == field.number else { return false }
            if tag & 7 == Coding.wireType {
                values.append(try reader.value(Coding.self))
            } else if tag & 7 == 2 {
                let end = try reader.length() + reader.offset
                while reader.offset < end { values.append(try reader.value(Coding.self)) }
            } else {
                return false
            }
            return true
        }
        return values
    }

    /// Sets a repeated extension.
    public mutating func set<Coding>(_ values: [Coding.Value], of field: ProtobufRepeatedExtension<Self, Coding>) {
        var writer = ProtobufWriter()
        if field.isPacked, !values.isEmpty {
            for value in values.reversed() { Coding.write(value, into: &writer) }
            writer.varint(UInt64(writer.count))
            writer.tag(field.number << 3 | 2)
        } else {
            writer.repeated(Coding.self, values, field: field.number)
        }
        unknownFields.replace(Int(field.number), with: writer.bytes)
    }
}

extension ProtobufUnknownFields {
    /// Hands each field's tag to `field`, which reads its value or says that it did not.
    func read(_ field: (UInt32, inout ProtobufReader) throws(CodecError) -> Bool) throws(CodecError) {
        let raw = bytes.span.bytes
        try raw.withUnsafeBytes { raw throws(CodecError) in
            var reader = ProtobufReader(raw)
            while let tag = try reader.nextTag() {
                if try !field(tag, &reader) { try reader.skip(tag) }
            }
        }
    }
}
