// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// MARK: Named types, unions, collections

extension AvroReader {
    /// A record, enum, fixed or union that has a generated type.
    @inlinable
    public mutating func value<Value: AvroFragment>(
        _ type: Value.Type = Value.self, at field: StaticString = ""
    ) throws(CodecError) -> Value {
        try nested(at: field) { reader throws(CodecError) in try Value(from: &reader) }
    }

    /// Runs `body` one level deeper, and names `field` in its errors.
    @inlinable
    public mutating func nested<Value>(
        at field: StaticString, _ body: (inout AvroReader) throws(CodecError) -> Value
    ) throws(CodecError) -> Value {
        guard depth < Self.maximumDepth else { throw failure(.tooDeep, at: field) }
        depth &+= 1
        do throws(CodecError) {
            let value = try body(&self)
            depth &-= 1
            return value
        } catch {
            throw error.within(field.description)
        }
    }

    /// The index of a union's branch or an enum's symbol, below `count`.
    @inlinable
    public mutating func index(below count: Int, at field: StaticString = "") throws(CodecError) -> Int {
        let index = try long(at: field)
        guard index >= 0, index < Int64(count) else { throw failure(.invalidIndex(index, count: count), at: field) }
        return Int(truncatingIfNeeded: index)
    }

    /// Reads the branch of a union of null and one other type; true if it is the null.
    @inlinable
    public mutating func isNull(branch null: Int, at field: StaticString = "") throws(CodecError) -> Bool {
        try index(below: 2, at: field) == null
    }

    /// An array in blocks, with their sizes or without.
    ///
    /// - Parameter minimumBytes: what an item takes at least; a count that the remaining bytes can't hold is refused
    ///   before anything is allocated.
    @inlinable
    public mutating func array<Element>(
        at field: StaticString = "", minimumBytes: Int = 1,
        _ element: (inout AvroReader) throws(CodecError) -> Element
    ) throws(CodecError) -> [Element] {
        var elements: [Element] = []
        var total = 0
        while true {
            let count = try blockCount(at: field, minimumBytes: minimumBytes, before: total)
            if count == 0 { return elements }
            // An item may be larger in memory than on the wire: the array grows by itself beyond a first portion.
            elements.reserveCapacity(min(total &+ count, 1024))
            for _ in 0..<count {
                do throws(CodecError) {
                    elements.append(try element(&self))
                } catch {
                    throw error.within("[\(elements.count)]").within(field.description)
                }
            }
            total &+= count
        }
    }

    /// A map in blocks; of a key that occurs twice, the last value stays.
    @inlinable
    public mutating func map<Value>(
        at field: StaticString = "", _ value: (inout AvroReader) throws(CodecError) -> Value
    ) throws(CodecError) -> [String: Value] {
        var values: [String: Value] = [:]
        while true {
            let count = try blockCount(at: field, minimumBytes: 1, before: 0)
            if count == 0 { return values }
            // Growing would hash every key again. As with arrays, a count alone gets no more than a first portion.
            if values.isEmpty { values.reserveCapacity(min(count, 1024)) }
            for _ in 0..<count {
                let key = try string(at: field)
                do throws(CodecError) {
                    values[key] = try value(&self)
                } catch {
                    throw error.within("[\"\(key)\"]").within(field.description)
                }
            }
        }
    }

    /// The items of the next block of an array or map; 0 at the end.
    ///
    /// - Parameter before: the items of the earlier blocks, for the bound on items that take no bytes.
    @inlinable
    public mutating func blockCount(
        at field: StaticString, minimumBytes: Int, before: Int
    ) throws(CodecError) -> Int {
        var count = try long(at: field)
        if count < 0 {
            guard count != .min else { throw failure(.invalidLength(count), at: field) }
            count = -count
            let size = try long(at: field)
            guard size >= 0, size <= Int64(remaining) else { throw failure(.invalidLength(size), at: field) }
        }
        if minimumBytes > 0 {
            guard count <= Int64(remaining / minimumBytes) else { throw failure(.invalidLength(count), at: field) }
        } else {
            guard count <= Int64(Self.maximumEmptyItems &- before) else {
                throw failure(.tooManyEmptyItems(count), at: field)
            }
        }
        return Int(truncatingIfNeeded: count)
    }
}
