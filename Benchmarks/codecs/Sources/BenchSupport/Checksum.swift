// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// FNV-1a over the values of all fields in the order of the schema: equal for all programs that read the same.
public struct Checksum {
    public private(set) var sum: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    public mutating func add(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: Int64(value).littleEndian) { add(bytes: $0) }
    }

    public mutating func add(_ value: Bool) { add(value ? 1 : 0) }

    public mutating func add(_ value: Double) {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { add(bytes: $0) }
    }

    public mutating func add(_ value: String) {
        add(value.utf8.count)
        for byte in value.utf8 { add(byte: byte) }
    }

    public mutating func add(_ value: String?) {
        add(value != nil)
        if let value { add(value) }
    }

    public mutating func add(_ values: [String: String]) {
        add(values.count)
        for (key, value) in values.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            add(key)
            add(value)
        }
    }

    public mutating func add(_ values: [Int64]) {
        add(values.count)
        for value in values { add(value) }
    }

    private mutating func add(bytes: UnsafeRawBufferPointer) { for byte in bytes { add(byte: byte) } }
    private mutating func add(byte: UInt8) { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
}

/// A generated type whose values have a checksum.
public protocol Checkable {
    func add(to sum: inout Checksum)
    /// Something cheap of the value.
    var witness: Int { get }
}
