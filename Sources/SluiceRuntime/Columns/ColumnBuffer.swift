// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Growing memory that one column owns, aligned as Arrow recommends.
///
/// Raw memory and not an array: appending is a store and an addition, without a check for shared ownership per value.
@usableFromInline
struct ColumnBuffer: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    /// Bytes in use.
    @usableFromInline var count = 0

    @usableFromInline
    init() {
        capacity = 256
        base = .allocate(byteCount: capacity, alignment: 64)
    }

    // Inlinable as the properties that hold a buffer are: without it, swiftc 6.3 stops in an optimised build when it inlines
    // the end of an old value into the setter of such a property.
    @inlinable
    deinit { base.deallocate() }

    @inlinable
    mutating func append<Value: BitwiseCopyable>(_ value: Value) {
        if capacity &- count < MemoryLayout<Value>.size { grow(MemoryLayout<Value>.size) }
        base.storeBytes(of: value, toByteOffset: count, as: Value.self)
        count &+= MemoryLayout<Value>.size
    }

    @inlinable
    mutating func append(bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        if capacity &- count < bytes.count { grow(bytes.count) }
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count &+= bytes.count
    }

    /// Appends that many zero bytes.
    @inlinable
    mutating func append(zeros: Int) {
        if capacity &- count < zeros { grow(zeros) }
        (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: zeros)
        count &+= zeros
    }

    @usableFromInline
    mutating func grow(_ additional: Int) {
        let larger = max(capacity * 2, count + additional)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 64)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    /// What is in use, valid until the buffer changes.
    var view: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }
}

/// One bit a row: what booleans and the validity of rows are kept in.
@usableFromInline
struct BitBuffer: ~Copyable {
    @usableFromInline var buffer = ColumnBuffer()
    @usableFromInline var count = 0
    /// Rows whose bit is 0.
    @usableFromInline var zeros = 0

    @usableFromInline
    init() {}

    @inlinable
    mutating func append(_ bit: Bool) {
        let mask = UInt8(1) &<< UInt8(truncatingIfNeeded: count & 7)
        if mask == 1 { buffer.append(UInt8(0)) }
        if bit {
            let position = count &>> 3
            let byte = buffer.base.load(fromByteOffset: position, as: UInt8.self)
            buffer.base.storeBytes(of: byte | mask, toByteOffset: position, as: UInt8.self)
        } else {
            zeros &+= 1
        }
        count &+= 1
    }

    mutating func truncate(to rows: Int) {
        while count > rows {
            count -= 1
            let mask = UInt8(1) << UInt8(count & 7)
            let byte = buffer.base.load(fromByteOffset: count >> 3, as: UInt8.self)
            if byte & mask == 0 { zeros -= 1 }
            buffer.base.storeBytes(of: byte & ~mask, toByteOffset: count >> 3, as: UInt8.self)
        }
        buffer.count = (rows + 7) / 8
    }

    var view: UnsafeRawBufferPointer { buffer.view }
}
