// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Memory that encoded events are appended to; made once and used again and again.
public struct OutputBuffer: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    /// How many bytes have been written.
    public internal(set) var count = 0

    /// - Parameter capacity: in bytes, to begin with; it grows as needed.
    public init(capacity: Int = 64 << 10) {
        self.capacity = max(capacity, 256)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// Forgets what was written; ranges into it are invalid.
    public mutating func removeAll() { count = 0 }

    /// The bytes of a range that an `EncodedEvent` names; empty if it isn't within what was written.
    public func withUnsafeBytes<Result>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            return try body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return try body(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// A copy of the bytes of a range.
    public func bytes(in range: Range<Int>) -> [UInt8] { withUnsafeBytes(in: range) { Array($0) } }

    /// Takes back the memory that a writer used, and perhaps replaced.
    mutating func adopt(base: UnsafeMutablePointer<UInt8>, capacity: Int, count: Int) {
        self.base = base
        self.capacity = capacity
        self.count = count
    }
}
