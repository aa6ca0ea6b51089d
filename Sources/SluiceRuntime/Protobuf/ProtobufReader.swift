// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Reads Protobuf's binary encoding, every length checked against the bytes that are there.
///
/// The reader borrows its bytes: they must stay valid as long as it is used. It is a plain struct that is passed `inout`,
/// and its methods are inlinable, for the reason that `AvroReader` gives.
///
/// A message's code asks for one tag after the other and calls the method for the field; what it does not know it hands
/// to `keep(_:in:)`. Each method takes the field's name, which costs nothing until an error needs it.
public struct ProtobufReader {
    /// Messages and groups within messages that are accepted; libprotobuf has the same limit.
    public static let maximumDepth = 100

    // Not a buffer pointer, whose count is a subtraction and a test for nil at every use.
    @usableFromInline let start: UnsafeRawPointer?
    /// The next byte to be read, from the start of the bytes.
    @inlinable public var offset: Int { position }
    @usableFromInline var position = 0
    /// Where the message ends that is being read.
    @usableFromInline var end: Int
    /// Where the last tag began: the start of an unknown field.
    @usableFromInline var tagStart = 0
    /// The last tag itself: that of a group gives the tag of its end.
    @usableFromInline var lastTag: UInt32 = 0
    /// The tag that ends the group that is being read; 0 within a message.
    @usableFromInline var endGroup: UInt32 = 0
    @usableFromInline var depth = 0

    /// Borrows `bytes`, which must outlive the reader.
    public init(_ bytes: UnsafeRawBufferPointer) {
        start = bytes.baseAddress
        end = bytes.count
    }

    /// Bytes of the message that have not been read yet.
    @inlinable
    public var remaining: Int { end &- position }

    /// A value that lies at an offset: only where the bytes are known to be there.
    @inlinable
    @inline(__always)
    func load<Value: BitwiseCopyable>(_ type: Value.Type, at offset: Int) -> Value {
        start.unsafelyUnwrapped.loadUnaligned(fromByteOffset: offset, as: Value.self)
    }

    /// Bytes as they lie in the reader's memory.
    @inlinable
    func raw(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        guard let start else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.upperBound &- range.lowerBound)
    }

    /// The next field's tag: number times eight, plus the wire type. Nil at the end of the message.
    @inlinable
    public mutating func nextTag() throws(CodecError) -> UInt32? {
        tagStart = position
        guard position < end else {
            guard endGroup == 0 else { throw failure(.truncated(needed: 1), at: "") }
            return nil
        }
        let byte = load(UInt8.self, at: position)
        var tag = UInt32(byte)
        if byte < 0x80 {
            position &+= 1
        } else {
            tag = try longTag()
        }
        // Wire type 4 ends a group.
        guard tag & 7 == 4 else {
            lastTag = tag
            return tag
        }
        guard tag == endGroup else { throw failure(.invalidTag(tag), at: "") }
        return nil
    }

    @usableFromInline
    func failure(_ reason: CodecError.Reason, at field: StaticString) -> CodecError {
        CodecError(path: field.description, offset: position, reason: reason)
    }

    /// A tag of two to five bytes.
    @usableFromInline
    mutating func longTag() throws(CodecError) -> UInt32 {
        var tag: UInt32 = 0
        var next = position
        var shift: UInt32 = 0
        while next < end {
            let byte = load(UInt8.self, at: next)
            next &+= 1
            // The fifth byte holds the last four bits of 32.
            guard shift < 28 || byte < 0x10 else { throw failure(.tagTooLong, at: "") }
            tag |= UInt32(byte & 0x7F) &<< shift
            if byte < 0x80 {
                position = next
                return tag
            }
            shift &+= 7
        }
        throw failure(.truncated(needed: 1), at: "")
    }
}

// MARK: What fields are made of

extension ProtobufReader {
    @inlinable
    @inline(__always)
    public mutating func varint(at field: StaticString = "") throws(CodecError) -> UInt64 {
        if position < end {
            let byte = load(UInt8.self, at: position)
            if byte < 0x80 {
                position &+= 1
                return UInt64(byte)
            }
        }
        return try longVarint(at: field)
    }

    @usableFromInline
    mutating func longVarint(at field: StaticString) throws(CodecError) -> UInt64 {
        if end &- position >= 10 {
            // Eight bytes at once: the first one without the high bit ends the number.
            let word = UInt64(littleEndian: load(UInt64.self, at: position))
            let stops = ~word & 0x8080_8080_8080_8080
            guard stops == 0 else {
                let bits = UInt64(truncatingIfNeeded: stops.trailingZeroBitCount &+ 1)
                position &+= Int(truncatingIfNeeded: bits &>> 3)
                return Self.joined(word & ~0 &>> (64 &- bits))
            }
            let ninth = UInt64(load(UInt8.self, at: position &+ 8))
            let tenth = ninth < 0x80 ? 0 : UInt64(load(UInt8.self, at: position &+ 9))
            guard tenth < 0x80 else { throw failure(.varintTooLong, at: field) }
            position &+= ninth < 0x80 ? 9 : 10
            return Self.joined(word) | (ninth & 0x7F) &<< 56 | tenth &<< 63
        }
        var value: UInt64 = 0
        var next = position
        var shift: UInt64 = 0
        while next < end {
            let byte = load(UInt8.self, at: next)
            next &+= 1
            // Of the tenth byte one bit counts; others are dropped there, as libprotobuf does.
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 {
                position = next
                return value
            }
            shift &+= 7
            guard shift < 70 else { throw failure(.varintTooLong, at: field) }
        }
        throw failure(.truncated(needed: 1), at: field)
    }

    /// The seven low bits of each of eight bytes, joined.
    @inlinable
    static func joined(_ word: UInt64) -> UInt64 {
        var value = word & 0x7F7F_7F7F_7F7F_7F7F
        value = value & 0x007F_007F_007F_007F | (value & 0x7F00_7F00_7F00_7F00) &>> 1
        value = value & 0x0000_3FFF_0000_3FFF | (value & 0x3FFF_0000_3FFF_0000) &>> 2
        return value & 0x0000_0000_0FFF_FFFF | (value & 0x0FFF_FFFF_0000_0000) &>> 4
    }

    @inlinable
    public mutating func fixed32(at field: StaticString = "") throws(CodecError) -> UInt32 {
        guard remaining >= 4 else { throw failure(.truncated(needed: 4 &- remaining), at: field) }
        let bits = load(UInt32.self, at: position)
        position &+= 4
        return UInt32(littleEndian: bits)
    }

    @inlinable
    public mutating func fixed64(at field: StaticString = "") throws(CodecError) -> UInt64 {
        guard remaining >= 8 else { throw failure(.truncated(needed: 8 &- remaining), at: field) }
        let bits = load(UInt64.self, at: position)
        position &+= 8
        return UInt64(littleEndian: bits)
    }

    /// A length that the rest of the message can hold.
    @inlinable
    public mutating func length(at field: StaticString = "") throws(CodecError) -> Int {
        let length = try varint(at: field)
        guard length <= UInt64(truncatingIfNeeded: remaining) else {
            throw failure(.invalidLength(Int64(truncatingIfNeeded: length)), at: field)
        }
        return Int(truncatingIfNeeded: length)
    }

    /// Bytes with a length, as they lie in the reader's memory.
    @inlinable
    public mutating func rawBytes(at field: StaticString = "") throws(CodecError) -> UnsafeRawBufferPointer {
        let length = try length(at: field)
        let taken = raw(position..<position &+ length)
        position &+= length
        return taken
    }

    @inlinable
    public mutating func string(at field: StaticString = "") throws(CodecError) -> String {
        let text = try rawBytes(at: field)
        let units = text.assumingMemoryBound(to: UInt8.self).span
        // As in `AvroReader`: most strings are short and ASCII.
        if AvroReader.isASCII(text) { return String(copying: unsafe UTF8Span(unchecked: units, isKnownASCII: true)) }
        guard let valid = try? UTF8Span(validating: units) else { throw failure(.invalidUTF8, at: field) }
        return String(copying: valid)
    }
}
