// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc

/// A request's body: bytes in one piece, followed by at least 64 readable zero bytes, as a vectorised parser wants them.
///
/// It is filled by one thread and never changed after it was handed out: that is why threads may share it.
public final class HTTPBody: @unchecked Sendable {
    /// Zero bytes that can be read after the end.
    public static let padding = 64

    public private(set) var count = 0
    private var storage: UnsafeMutableRawPointer?
    private var capacity = 0

    init() {}

    /// A body that is at hand, for tests of handlers.
    public init(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
        seal()
    }

    deinit { free(storage) }

    /// Lends the bytes; `count` readable ones and `HTTPBody.padding` zeroes after them.
    public func withUnsafeBytes<T, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> T) throws(E) -> T {
        try body(UnsafeRawBufferPointer(start: storage, count: count))
    }

    /// A copy.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Makes room for what a request announced, but for no more than 1 MiB before the bytes have come.
    func reserve(_ announced: Int) {
        grow(to: min(announced, 1 << 20))
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        if count + bytes.count + Self.padding > capacity { grow(to: max(count + bytes.count, 2 * capacity)) }
        guard let storage else { return }
        memcpy(storage + count, start, bytes.count)
        count += bytes.count
    }

    /// Writes the zeroes after the end.
    func seal() {
        if count + Self.padding > capacity { grow(to: count) }
        guard let storage else { return }
        memset(storage + count, 0, Self.padding)
    }

    private func grow(to bytes: Int) {
        let wanted = bytes + Self.padding
        guard wanted > capacity, let grown = realloc(storage, wanted) else { return }
        storage = grown
        capacity = wanted
    }
}
