// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// MARK: Fields, by the coding of their values

extension ProtobufReader {
    /// One value of a field.
    @inlinable
    public mutating func value<Coding: ProtobufCoding>(
        _ coding: Coding.Type, at field: StaticString = ""
    ) throws(CodecError) -> Coding.Value {
        try Coding.read(from: &self, at: field)
    }

    /// One value of a field that is merged with an earlier value, if there is one.
    @inlinable
    public mutating func value<Coding: ProtobufCoding>(
        _ coding: Coding.Type, merging value: Coding.Value?, at field: StaticString = ""
    ) throws(CodecError) -> Coding.Value {
        guard let value else { return try Coding.read(from: &self, at: field) }
        return try Coding.read(merging: value, from: &self, at: field)
    }

    /// One value of a repeated field.
    @inlinable
    public mutating func append<Coding: ProtobufCoding>(
        _ coding: Coding.Type, to values: inout [Coding.Value], at field: StaticString = ""
    ) throws(CodecError) {
        do throws(CodecError) {
            values.append(try Coding.read(from: &self, at: ""))
        } catch {
            throw error.within("[\(values.count)]").within(field.description)
        }
    }

    /// The values of a repeated field in one block.
    @inlinable
    public mutating func appendPacked<Coding: ProtobufPackable>(
        _ coding: Coding.Type, to values: inout [Coding.Value], at field: StaticString = ""
    ) throws(CodecError) {
        let length = try length(at: field)
        let count = packedCount(length, Coding.wireType)
        // A value must not reach beyond its block.
        let outer = end
        end = position &+ length
        // Filled in place: appending asks for room at each value, which took as long as reading it.
        var failure: CodecError?
        let block = [Coding.Value](unsafeUninitializedCapacity: count) { buffer, index in
            do throws(CodecError) {
                while position < end {
                    // Each value has a byte that ends it, or a fixed size, so there are no more than were counted.
                    buffer.initializeElement(at: index, to: try Coding.read(from: &self, at: ""))
                    index &+= 1
                }
            } catch {
                failure = error.within("[\(values.count &+ index)]").within(field.description)
            }
        }
        end = outer
        if let failure { throw failure }
        if values.isEmpty { values = block } else { values += block }
    }

    /// One entry of a map; of a key that occurs twice, the last value stays. What an entry lacks is its type's zero.
    @inlinable
    public mutating func insert<Key: ProtobufKeyCoding, Value: ProtobufCoding>(
        _ key: Key.Type, _ value: Value.Type, into map: inout [Key.Value: Value.Value], at field: StaticString = ""
    ) throws(CodecError) {
        var entryKey = Key.zero
        var entryValue = Value.zero
        try entry(at: field) { tag, reader throws(CodecError) in
            switch tag {
            case 8 | Key.wireType: entryKey = try Key.read(from: &reader, at: "key")
            case 16 | Value.wireType: entryValue = try Value.read(merging: entryValue, from: &reader, at: "value")
            default: return false
            }
            return true
        }
        // Growing from one entry to a handful took longer than all of their keys.
        if map.isEmpty { map.reserveCapacity(8) }
        map[entryKey] = entryValue
    }

    /// How many values a block has, before it is read: a varint ends with a byte below 0x80.
    @usableFromInline
    func packedCount(_ length: Int, _ wireType: UInt32) -> Int {
        switch wireType {
        case 1: return length / 8
        case 5: return length / 4
        default:
            // Eight bytes at once: a loop over bytes took longer than reading the values.
            var count = 0
            var next = position
            let blockEnd = position &+ length
            while next &+ 8 <= blockEnd {
                count &+= (~load(UInt64.self, at: next) & 0x8080_8080_8080_8080).nonzeroBitCount
                next &+= 8
            }
            while next < blockEnd {
                count &+= load(UInt8.self, at: next) < 0x80 ? 1 : 0
                next &+= 1
            }
            return count
        }
    }
}

// MARK: Closed enums

extension ProtobufReader {
    /// A value of an enum of proto2; nil if its number has no name, and then the field is kept as unknown.
    @inlinable
    public mutating func closed<Value: ProtobufEnumeration>(
        _ type: Value.Type, keeping unknown: inout ProtobufUnknownFields, at field: StaticString = ""
    ) throws(CodecError) -> Value? {
        let number = try varint(at: field)
        if let value = Value(number: Int32(truncatingIfNeeded: number)) { return value }
        unknown.append(raw(tagStart..<position))
        return nil
    }

    /// The values of a repeated enum of proto2 in one block; numbers without a name are kept as unknown fields.
    @inlinable
    public mutating func appendPacked<Value: ProtobufEnumeration>(
        closed type: Value.Type, to values: inout [Value], keeping unknown: inout ProtobufUnknownFields,
        at field: StaticString = ""
    ) throws(CodecError) {
        let tag = lastTag
        let length = try length(at: field)
        let blockEnd = position &+ length
        let outer = end
        end = blockEnd
        while position < blockEnd {
            let number = try varint(at: field)
            if let value = Value(number: Int32(truncatingIfNeeded: number)) {
                values.append(value)
            } else {
                unknown.append(number: Int(tag >> 3), varint: number)
            }
        }
        end = outer
    }

    /// One entry of a map with values of an enum of proto2; an entry with a number that has no name is kept as unknown.
    @inlinable
    public mutating func insert<Key: ProtobufKeyCoding, Value: ProtobufEnumeration>(
        _ key: Key.Type, closed type: Value.Type, into map: inout [Key.Value: Value],
        keeping unknown: inout ProtobufUnknownFields, at field: StaticString = ""
    ) throws(CodecError) {
        let start = tagStart
        var entryKey = Key.zero
        var entryValue = Value.zero
        var isKnown = true
        try entry(at: field) { tag, reader throws(CodecError) in
            switch tag {
            case 8 | Key.wireType: entryKey = try Key.read(from: &reader, at: "key")
            case 16:
                let number = Int32(truncatingIfNeeded: try reader.varint(at: "value"))
                isKnown = Value(number: number) != nil
                entryValue = Value(number: number) ?? Value.zero
            default: return false
            }
            return true
        }
        guard isKnown else { return unknown.append(raw(start..<position)) }
        map[entryKey] = entryValue
    }
}
