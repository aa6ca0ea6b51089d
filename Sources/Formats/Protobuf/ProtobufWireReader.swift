// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Bytes that are no Protobuf message.
struct ProtobufWireError: Error {
    var reason = "the bytes end within a value"
}

/// Reads the fields of one Protobuf message ("Protocol Buffers Encoding").
struct ProtobufWireReader {
    enum Value {
        case varint(UInt64)
        case bytes(ArraySlice<UInt8>)
        case fixed64(UInt64)
        case fixed32(UInt32)
        /// A group begins: what follows is its content, up to the end of a group of the same number.
        case groupStart
        case groupEnd

        /// The number of a varint, as int32 and int64 store it.
        func int() throws(ProtobufWireError) -> Int {
            guard case .varint(let value) = self else { throw ProtobufWireError(reason: "a varint was expected") }
            return Int(truncatingIfNeeded: Int64(bitPattern: value))
        }

        func bool() throws(ProtobufWireError) -> Bool { try int() != 0 }

        func bytes() throws(ProtobufWireError) -> ArraySlice<UInt8> {
            guard case .bytes(let value) = self else { throw ProtobufWireError(reason: "a length was expected") }
            return value
        }

        func string() throws(ProtobufWireError) -> String { String(decoding: try bytes(), as: UTF8.self) }

        /// One number, or several if they are packed.
        func ints() throws(ProtobufWireError) -> [Int] {
            guard case .bytes(let packed) = self else { return [try int()] }
            var reader = ProtobufWireReader(packed)
            var values: [Int] = []
            while !reader.isAtEnd {
                values.append(Int(truncatingIfNeeded: Int64(bitPattern: try reader.varint())))
            }
            return values
        }
    }

    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next field; nil at the end.
    mutating func next() throws(ProtobufWireError) -> (number: Int, value: Value)? {
        if rest.isEmpty { return nil }
        let start = rest.startIndex
        let tag = try varint()
        // Tags are of 32 bits; field number 0 is none.
        guard tag <= UInt64(UInt32.max), rest.startIndex - start <= 5, tag >> 3 != 0 else {
            throw ProtobufWireError(reason: "there is no field number \(tag >> 3)")
        }
        let number = Int(tag >> 3)
        switch tag & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: return (number, .fixed64(try fixed64()))
        case 2:
            let count = try varint()
            guard count <= UInt64(rest.count) else {
                throw ProtobufWireError(reason: "\(count) bytes are announced, and \(rest.count) are left")
            }
            return (number, .bytes(take(Int(count))))
        case 3: return (number, .groupStart)
        case 4: return (number, .groupEnd)
        case 5: return (number, .fixed32(try fixed32()))
        default: throw ProtobufWireError(reason: "there is no wire type \(tag & 7)")
        }
    }

    mutating func varint() throws(ProtobufWireError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw ProtobufWireError() }
            if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
            if byte < 0x80 { return value }
        }
        throw ProtobufWireError(reason: "a varint has more than 10 bytes")
    }

    mutating func fixed32() throws(ProtobufWireError) -> UInt32 { UInt32(truncatingIfNeeded: try fixed(4)) }

    mutating func fixed64() throws(ProtobufWireError) -> UInt64 { try fixed(8) }

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

/// Writes fields of one Protobuf message.
struct ProtobufWireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func tag(_ number: Int, _ wireType: UInt64) { varint(UInt64(truncatingIfNeeded: number) << 3 | wireType) }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func fixed(_ value: UInt64, _ count: Int) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }

    mutating func block(_ content: some Collection<UInt8>) {
        varint(UInt64(content.count))
        bytes += content
    }

    mutating func raw(_ content: some Collection<UInt8>) { bytes += content }
}
