// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why bytes could not be read as a value of a schema: where in the value, where in the bytes, and what was wrong.
public struct CodecError: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// The bytes end inside a value; `needed` more were expected.
        case truncated(needed: Int)
        /// Bytes are left after the whole value.
        case trailingBytes(count: Int)
        /// A variable-length integer of more than 64 bits.
        case varintTooLong
        /// An `int` outside 32 bits.
        case intOverflow(Int64)
        /// A boolean byte other than 0 and 1.
        case invalidBoolean(UInt8)
        /// A string that is not UTF-8 (RFC 3629).
        case invalidUTF8
        /// A length or count below zero, or larger than what the bytes can hold.
        case invalidLength(Int64)
        /// More items of zero bytes each than are accepted.
        case tooManyEmptyItems(Int64)
        /// A union's branch, or an enum's symbol, that the schema does not have.
        case invalidIndex(Int64, count: Int)
        /// Records are nested deeper than `AvroReader.maximumDepth`.
        case tooDeep
        /// A string with the logical type `uuid` that is none.
        case invalidUUID
        /// A value outside the range of its logical type.
        case outOfRange(logicalType: String)
        /// The first byte is not the magic byte 0 of the registry's framing.
        case notFramed(firstByte: UInt8)
        /// A Protobuf tag with the field number 0, a wire type that does not exist, or the end of another group.
        case invalidTag(UInt32)
        /// A Protobuf tag of more than 32 bits.
        case tagTooLong
        /// A field that is marked `required` is not there.
        case missingRequiredField
        /// A text that is no ProtoJSON, or not that of the field's type.
        case invalidJSON(expected: String)
        /// A member of a JSON object that the message has no field for.
        case unknownField
        /// The type's URL of a `google.protobuf.Any` that is not among the registered types.
        case unknownType(String)
        /// A value that ProtoJSON has no text for.
        case noJSONForm(String)
        /// A column has reached the 2^31 bytes or items that its offsets can address.
        case columnFull
    }

    /// The field, such as `properties.items[3].price`; empty for the value as a whole.
    public private(set) var path: String
    /// The byte at which reading stopped, from the start of what was given to the reader.
    public let offset: Int
    public let reason: Reason

    public init(path: String = "", offset: Int, reason: Reason) {
        self.path = path
        self.offset = offset
        self.reason = reason
    }

    /// The same error, seen from the value that contains `component`: a field's name, or `[3]`.
    public func within(_ component: String) -> CodecError {
        guard !component.isEmpty else { return self }
        var outer = self
        outer.path = path.isEmpty || path.hasPrefix("[") ? component + path : component + "." + path
        return outer
    }
}

extension CodecError: CustomStringConvertible {
    public var description: String {
        "\(path.isEmpty ? "the value" : path), at byte \(offset): \(reason)"
    }
}

extension CodecError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let needed): "expected \(needed) more bytes, found the end"
        case .trailingBytes(let count): "expected the end, found \(count) more bytes; was it written with this schema?"
        case .varintTooLong: "expected an integer of at most 64 bits, found a longer one"
        case .intOverflow(let value): "expected an int of 32 bits, found \(value)"
        case .invalidBoolean(let byte): "expected a boolean byte 0 or 1, found \(byte)"
        case .invalidUTF8: "expected UTF-8, found other bytes"
        case .invalidLength(let length): "expected a length that the remaining bytes can hold, found \(length)"
        case .tooManyEmptyItems(let count):
            "expected at most \(AvroReader.maximumEmptyItems) empty items, found \(count)"
        case .invalidIndex(let index, let count): "expected an index below \(count), found \(index)"
        case .tooDeep: "expected values nested at most \(AvroReader.maximumDepth) deep, found more"
        case .invalidUUID: "expected a UUID of the form 8-4-4-4-12, found another string"
        case .outOfRange(let logicalType): "expected a value in the range of \(logicalType), found one outside it"
        case .notFramed(let byte):
            "expected the registry framing's magic byte 0, found \(byte); was it written with a registry serializer?"
        case .invalidTag(let tag):
            "expected a field's tag, found number \(tag >> 3) with wire type \(tag & 7); are the bytes Protobuf?"
        case .tagTooLong: "expected a tag of at most 32 bits, found a longer one; are the bytes Protobuf?"
        case .missingRequiredField: "expected the required field, found none; was it written with this schema?"
        case .invalidJSON(let expected): "expected \(expected), found something else"
        case .unknownField: "expected a field of the message, found another name"
        case .unknownType(let url): "expected a type that is registered, found \"\(url)\"; add it to the types"
        case .noJSONForm(let value): "expected a value that JSON can show, found \(value)"
        case .columnFull: "expected columns below 2 GiB, found a larger one; write out its rows more often"
        }
    }
}
