// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Bytes that are no Protobuf message.
struct ProtobufWireError: Error {}

/// Reads the fields of one Protobuf message ("Protocol Buffers Encoding"); groups, which descriptors don't have, are
/// refused.
struct ProtobufWireReader {
    enum Value {
        case varint(UInt64)
        case bytes(ArraySlice<UInt8>)
        case fixed64(UInt64)
        case fixed32(UInt32)

        /// The number of a varint, as int32 and int64 store it.
        func int() throws(ProtobufWireError) -> Int {
            guard case .varint(let value) = self else { throw ProtobufWireError() }
            return Int(truncatingIfNeeded: Int64(bitPattern: value))
        }

        func bool() throws(ProtobufWireError) -> Bool { try int() != 0 }

        func bytes() throws(ProtobufWireError) -> ArraySlice<UInt8> {
            guard case .bytes(let value) = self else { throw ProtobufWireError() }
            return value
        }

        func string() throws(ProtobufWireError) -> String { String(decoding: try bytes(), as: UTF8.self) }

        /// One number, or several if they are packed.
        func ints() throws(ProtobufWireError) -> [Int] {
            guard case .bytes(let packed) = self else { return [try int()] }
            var reader = ProtobufWireReader(packed)
            var values: [Int] = []
            while !reader.rest.isEmpty {
                values.append(Int(truncatingIfNeeded: Int64(bitPattern: try reader.varint())))
            }
            return values
        }
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next field; nil at the end.
    mutating func next() throws(ProtobufWireError) -> (number: Int, value: Value)? {
        if rest.isEmpty { return nil }
        let tag = try varint()
        let number = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, .fixed64(try fixed(8)))
        case 2:
            let count = try varint()
            guard count <= UInt64(rest.count) else { throw ProtobufWireError() }
            return (number, .bytes(take(Int(count))))
        case 5: return (number, .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
        default: throw ProtobufWireError()
        }
    }

    private mutating func varint() throws(ProtobufWireError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw ProtobufWireError() }
            if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
            if byte < 0x80 { return value }
        }
        throw ProtobufWireError()
    }

    private mutating func fixed(_ count: Int) throws(ProtobufWireError) -> UInt64 {
        guard rest.count >= count else { throw ProtobufWireError() }
        return take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken
    }
}
