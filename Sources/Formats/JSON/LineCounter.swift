// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Counts lines and columns up to a place of UTF-8 text, and goes on from there to the next: each byte is looked at once,
/// however many places are asked for.
public struct LineCounter: Sendable {
    /// In bytes, from the start of the text.
    public private(set) var offset = 0
    private var line = 1
    private var column = 1

    public init() {}

    public var position: TextPosition { TextPosition(line: line, column: column) }

    /// - Parameter place: not before the present one, or nothing changes; past the end it is the end.
    public mutating func advance(to place: Int, in text: UnsafeRawBufferPointer) {
        while offset < min(place, text.count) {
            if text[offset] == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if text[offset] & 0xC0 != 0x80 {
                // Bytes that continue a scalar begin with the bits 10.
                column += 1
            }
            offset += 1
        }
    }
}

extension TextPosition {
    /// The place of a byte offset in UTF-8 text; an offset past the end is the end.
    init(of offset: Int, in text: UnsafeRawBufferPointer) {
        var lines = LineCounter()
        lines.advance(to: offset, in: text)
        self = lines.position
    }

    /// The places of byte offsets in UTF-8 text, in one pass.
    static func positions(of offsets: Set<Int>, in bytes: [UInt8]) -> [Int: TextPosition] {
        var lines = LineCounter()
        var positions: [Int: TextPosition] = [:]
        bytes.withUnsafeBytes { text in
            for offset in offsets.sorted() {
                lines.advance(to: offset, in: text)
                positions[offset] = lines.position
            }
        }
        return positions
    }
}
