// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Writes Avro's binary encoding (specification 1.12) into a buffer that it owns and reuses.
///
/// Inlinable for the same reason as `AvroReader`: it is called for every field of every event.
public struct AvroWriter: ~Copyable {
    @usableFromInline var storage: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    /// Bytes written.
    @inlinable public var count: Int { end }
    @usableFromInline var end = 0

    public init(capacity: Int = 512) {
        self.capacity = max(capacity, 16)
        storage = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { storage.deallocate() }

    /// Lends what was written.
    public borrowing func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: storage, count: count))
    }

    /// A copy of what was written.
    public var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: storage, count: count)) }

    /// Forgets what was written and keeps the memory.
    public mutating func removeAll() { end = 0 }

    @inlinable
    mutating func reserve(_ additional: Int) {
        if capacity &- count < additional { grow(additional) }
    }

    @usableFromInline
    mutating func grow(_ additional: Int) {
        let larger = max(capacity * 2, count + additional)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        moved.copyMemory(from: storage, byteCount: count)
        storage.deallocate()
        storage = moved
        capacity = larger
    }
}

// MARK: Primitive types

extension AvroWriter {
    @inlinable
    public mutating func boolean(_ value: Bool) {
        reserve(1)
        storage.storeBytes(of: value ? 1 : 0, toByteOffset: count, as: UInt8.self)
        end &+= 1
    }

    @inlinable
    public mutating func int(_ value: Int32) { long(Int64(value)) }

    @inlinable
    public mutating func long(_ value: Int64) {
        reserve(10)
        var rest = UInt64(bitPattern: value &<< 1 ^ value &>> 63)
        while rest >= 0x80 {
            storage.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
            end &+= 1
            rest &>>= 7
        }
        storage.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
        end &+= 1
    }

    @inlinable
    public mutating func float(_ value: Float) {
        reserve(4)
        storage.storeBytes(of: value.bitPattern.littleEndian, toByteOffset: count, as: UInt32.self)
        end &+= 4
    }

    @inlinable
    public mutating func double(_ value: Double) {
        reserve(8)
        storage.storeBytes(of: value.bitPattern.littleEndian, toByteOffset: count, as: UInt64.self)
        end &+= 8
    }

    @inlinable
    public mutating func string(_ value: String) {
        let text = value.utf8Span.span
        text.withUnsafeBytes { rawBytes($0) }
    }

    @inlinable
    public mutating func bytes(_ value: [UInt8]) {
        value.withUnsafeBytes { rawBytes($0) }
    }

    /// `bytes`, or a string's bytes: the length, then they themselves.
    @inlinable
    public mutating func rawBytes(_ value: UnsafeRawBufferPointer) {
        long(Int64(value.count))
        fixed(value)
    }

    /// Bytes without a length.
    @inlinable
    public mutating func fixed(_ value: UnsafeRawBufferPointer) {
        guard let start = value.baseAddress else { return }
        reserve(value.count)
        (storage + count).copyMemory(from: start, byteCount: value.count)
        end &+= value.count
    }
}
