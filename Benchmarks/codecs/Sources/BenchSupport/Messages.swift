// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// The messages of a file: their number, then each with its length before it, all in 32 bits, little-endian.
public struct Messages {
    private let file: UnsafeMutableRawBufferPointer
    public let all: [UnsafeRawBufferPointer]

    public struct Unreadable: Error {}

    public init(path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let file = UnsafeMutableRawBufferPointer.allocate(byteCount: data.count, alignment: 16)
        data.copyBytes(to: file)
        func number(_ offset: Int) throws -> Int {
            guard offset + 4 <= data.count else { throw Unreadable() }
            return Int(UInt32(littleEndian: file.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
        var all: [UnsafeRawBufferPointer] = []
        var offset = 4
        for _ in 0..<(try number(0)) {
            let size = try number(offset)
            guard offset + 4 + size <= data.count else { throw Unreadable() }
            all.append(UnsafeRawBufferPointer(rebasing: file[offset + 4..<offset + 4 + size]))
            offset += 4 + size
        }
        self.file = file
        self.all = all
    }
}
