// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Writes Protobuf's binary encoding backwards, from a message's last field to its first, into a buffer that it reuses.
///
/// A length stands before what it measures. Written backwards it is known by then, so no message is measured first.
/// Inlinable for the same reason as `ProtobufReader`.
public struct ProtobufWriter: ~Copyable {
    @usableFromInline var storage: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    /// Where the bytes begin that have been written; they end with the buffer.
    @usableFromInline var start: Int
    @usableFromInline var isOwner: Bool

    /// Bytes written.
    @inlinable public var count: Int { capacity &- start }

    public init(capacity: Int = 512) {
        self.capacity = max(capacity, 16)
        storage = .allocate(byteCount: self.capacity, alignment: 16)
        start = self.capacity
        isOwner = true
    }

    /// Begins in memory that is lent to it, and goes on in its own.
    init(scratch: UnsafeMutableRawBufferPointer) {
        isOwner = scratch.baseAddress == nil
        capacity = isOwner ? 512 : scratch.count
        storage = scratch.baseAddress ?? .allocate(byteCount: 512, alignment: 16)
        start = capacity
    }

    deinit { if isOwner { storage.deallocate() } }

    /// Lends what was written.
    public borrowing func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: storage + start, count: count))
    }

    /// A copy of what was written.
    @inlinable
    public var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: storage + start, count: count)) }

    /// Forgets what was written and keeps the memory.
    public mutating func removeAll() { start = capacity }

    @inlinable
    mutating func reserve(_ additional: Int) {
        if start < additional { grow(additional) }
    }

    @usableFromInline
    mutating func grow(_ additional: Int) {
        let larger = max(capacity * 2, count + additional)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        let written = count
        (moved + (larger - written)).copyMemory(from: storage + start, byteCount: written)
        if isOwner { storage.deallocate() }
        storage = moved
        capacity = larger
        start = larger - written
        isOwner = true
    }
}

// MARK: What fields are made of

extension ProtobufWriter {
    @inlinable
    public mutating func varint(_ value: UInt64) {
        reserve(10)
        guard value >= 0x80 else {
            start &-= 1
            storage.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: start, as: UInt8.self)
            return
        }
        // A byte for each seven bits that are used; 9/64 is close enough to a seventh.
        let length = (640 &- 9 &* value.leadingZeroBitCount) &>> 6
        start &-= length
        var rest = value
        var next = start
        while rest >= 0x80 {
            storage.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: next, as: UInt8.self)
            next &+= 1
            rest &>>= 7
        }
        storage.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: next, as: UInt8.self)
    }

    /// A tag, which the compiler folds to one or two stores where it is a constant.
    @inlinable
    @inline(__always)
    public mutating func tag(_ tag: UInt32) {
        guard tag >= 0x80 else {
            reserve(1)
            start &-= 1
            storage.storeBytes(of: UInt8(truncatingIfNeeded: tag), toByteOffset: start, as: UInt8.self)
            return
        }
        guard tag >= 0x4000 else {
            reserve(2)
            start &-= 2
            let pair = UInt16(truncatingIfNeeded: tag & 0x7F | 0x80 | (tag &>> 7) &<< 8)
            storage.storeBytes(of: pair.littleEndian, toByteOffset: start, as: UInt16.self)
            return
        }
        varint(UInt64(tag))
    }

    @inlinable
    public mutating func fixed32(_ value: UInt32) {
        reserve(4)
        start &-= 4
        storage.storeBytes(of: value.littleEndian, toByteOffset: start, as: UInt32.self)
    }

    @inlinable
    public mutating func fixed64(_ value: UInt64) {
        reserve(8)
        start &-= 8
        storage.storeBytes(of: value.littleEndian, toByteOffset: start, as: UInt64.self)
    }

    /// Bytes with their length.
    @inlinable
    public mutating func block(_ value: UnsafeRawBufferPointer) {
        raw(value)
        varint(UInt64(truncatingIfNeeded: value.count))
    }

    /// Bytes as they are.
    @inlinable
    public mutating func raw(_ value: UnsafeRawBufferPointer) {
        guard let from = value.baseAddress else { return }
        reserve(value.count)
        start &-= value.count
        (storage + start).copyMemory(from: from, byteCount: value.count)
    }
}
