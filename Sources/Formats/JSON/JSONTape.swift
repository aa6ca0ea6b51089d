// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CSimdjson

/// A parsed JSON document as simdjson's tape: a view into the memory of the `JSONParser` that made it, valid until that
/// parser parses again or ends, and to be used on the parser's thread.
///
/// A value is denoted by the index of its first word. The accessors trust the index: take it from `root`, `elements(at:)`,
/// `members(at:)` or `next(after:)` only. They are `@inlinable` because the contract encoder of another module reads a
/// tape in 150 ns.
public struct JSONTape {
    /// What a word of the tape denotes, as simdjson's `doc/tape.md` names it.
    @frozen
    public enum Kind: UInt8, Sendable {
        case root = 0x72
        case array = 0x5B
        case arrayEnd = 0x5D
        case object = 0x7B
        case objectEnd = 0x7D
        case string = 0x22
        /// An integer within Int64.
        case integer = 0x6C
        /// An integer above Int64's maximum, within UInt64.
        case unsigned = 0x75
        /// A number with a fraction or an exponent.
        case double = 0x64
        case `true` = 0x74
        case `false` = 0x66
        case null = 0x6E
    }

    public let words: UnsafePointer<UInt64>
    public let strings: UnsafePointer<UInt8>
    /// How many words there are, without the closing root word.
    public let count: Int
    /// The text that was parsed; the caller keeps it alive as long as the tape.
    public let source: UnsafeRawBufferPointer
    let parser: OpaquePointer

    init(
        words: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, count: Int, source: UnsafeRawBufferPointer,
        parser: OpaquePointer
    ) {
        self.words = words
        self.strings = strings
        self.count = count
        self.source = source
        self.parser = parser
    }

    /// The index of the document's value.
    @inlinable public var root: Int { 1 }

    /// What is at the index.
    @inlinable public func kind(at index: Int) -> Kind {
        Kind(rawValue: UInt8(truncatingIfNeeded: words[index] &>> 56)) ?? .null
    }

    /// The index of what follows the value at `index`.
    @inlinable public func next(after index: Int) -> Int {
        switch UInt8(truncatingIfNeeded: words[index] &>> 56) {
        case 0x5B, 0x7B: Int(UInt32(truncatingIfNeeded: words[index]))
        case 0x6C, 0x75, 0x64: index &+ 2
        default: index &+ 1
        }
    }

    /// The index of the closing word of the array or object at `index`.
    @inlinable public func end(of index: Int) -> Int { Int(UInt32(truncatingIfNeeded: words[index])) &- 1 }

    /// How many elements the array, or members the object, at `index` has.
    @inlinable public func childCount(of index: Int) -> Int {
        let saturated = Int((words[index] &>> 32) & 0xFF_FFFF)
        return saturated < 0xFF_FFFF ? saturated : countedChildren(of: index)
    }

    /// The unescaped UTF-8 of the string at `index`; at least 16 bytes can be read past its end.
    @inlinable public func string(at index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = strings + Int(words[index] & 0x00FF_FFFF_FFFF_FFFF)
        return UnsafeBufferPointer(
            start: start + 4, count: Int(UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)))
    }

    /// The 64 bits of the number at `index`: an `Int64`, `UInt64` or `Double` by its kind.
    @inlinable public func numberBits(at index: Int) -> UInt64 { words[index &+ 1] }

    /// The elements' indexes of the array at `index`.
    public func elements(at index: Int) -> Children { Children(tape: self, upcoming: index + 1, end: end(of: index)) }

    /// The member of that name of the object at `index`, if there is one; the first where there are several.
    public func member(_ name: StaticString, of index: Int) -> Int? {
        guard kind(at: index) == .object else { return nil }
        var member = index + 1
        let end = end(of: index)
        while member < end {
            let found = string(at: member)
            if found.count == name.utf8CodeUnitCount,
                found.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
            {
                return member + 1
            }
            member = next(after: member + 1)
        }
        return nil
    }

    @usableFromInline func countedChildren(of index: Int) -> Int {
        let isObject = kind(at: index) == .object
        var count = 0
        var child = index + 1
        let end = end(of: index)
        while child < end {
            child = next(after: isObject ? child + 1 : child)
            count += 1
        }
        return count
    }

    /// The indexes of an array's elements in order.
    public struct Children: Sequence, IteratorProtocol {
        let tape: JSONTape
        var upcoming: Int
        let end: Int

        public mutating func next() -> Int? {
            guard upcoming < end else { return nil }
            defer { upcoming = tape.next(after: upcoming) }
            return upcoming
        }
    }
}

extension JSONTape {
    /// Where the value at `index` stands in the source, in bytes; nil only if memory is short.
    ///
    /// The first call after a parse walks the document once to find the places of all values; afterwards it is a look-up.
    /// So numbers can be read from the text without loss, though the tape only has their `Double`.
    public func sourceRange(at index: Int) -> Range<Int>? {
        guard let base = source.baseAddress,
            let offsets = sluice_json_offsets(parser, base.assumingMemoryBound(to: CChar.self))
        else { return nil }
        let start = Int(offsets[index])
        switch kind(at: index) {
        case .array, .object: return start..<Int(offsets[end(of: index)]) + 1
        case .string: return start..<(JSONText.endOfString(in: source, from: start) ?? source.count)
        default: return start..<JSONText.endOfScalar(in: source, from: start)
        }
    }
}
