// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// How far the values of a schema's types reach: walks over them, checks them, makes nothing.
struct AvroExtents: Sendable {
    /// A type by its place in the table, so that recursive ones are plain values.
    typealias Place = Int

    enum Extent: Sendable {
        case nothing, boolean, int, long
        case fixed(Int)
        case bytes, string
        case symbol(count: Int)
        case union([Place])
        case array(Place)
        case map(Place)
        case record([Place])
        /// A record that is being looked at.
        case open
    }

    private let schema: AvroSchema
    private var extents: [Extent] = []
    private var places: [AvroName: Place] = [:]

    init(schema: AvroSchema) { self.schema = schema }

    /// The extent of a type. A name that the schema does not define has none.
    mutating func place(of type: AvroType) -> Place? {
        switch type.kind {
        case .null: return add(.nothing)
        case .boolean: return add(.boolean)
        case .int: return add(.int)
        case .long: return add(.long)
        case .float: return add(.fixed(4))
        case .double: return add(.fixed(8))
        case .bytes: return add(.bytes)
        case .string: return add(.string)
        case .array(let items): return place(of: items).map { add(.array($0)) }
        case .map(let values): return place(of: values).map { add(.map($0)) }
        case .union(let branches): return places(of: branches).map { add(.union($0)) }
        case .named(let name): return place(of: name)
        }
    }

    private mutating func place(of name: AvroName) -> Place? {
        if let known = places[name] { return known }
        switch schema.types[name] {
        case .record(let record)?:
            let place = add(.open)
            places[name] = place
            guard let fields = places(of: record.fields.map(\.type)) else { return nil }
            extents[place] = .record(fields)
            return place
        case .enumeration(let type)?: places[name] = add(.symbol(count: type.symbols.count))
        case .fixed(let type)?: places[name] = add(.fixed(type.size))
        case nil: break
        }
        return places[name]
    }

    private mutating func places(of types: [AvroType]) -> [Place]? {
        var found: [Place] = []
        for type in types {
            guard let place = place(of: type) else { return nil }
            found.append(place)
        }
        return found
    }

    private mutating func add(_ extent: Extent) -> Place {
        extents.append(extent)
        return extents.count - 1
    }

    /// Whether a value takes a byte at least, so that their number is bounded by the bytes there are.
    func takesBytes(_ place: Place) -> Bool {
        switch extents[place] {
        case .nothing, .fixed(0): false
        // A record that contains itself does so by a union, an array or a map, which take a byte.
        case .record(let fields): fields.contains { takesBytes($0) }
        default: true
        }
    }

    // MARK: Walking

    /// Moves the reader over a value.
    func skip(_ place: Place, _ reader: inout AvroReader) throws(CodecError) {
        switch extents[place] {
        case .nothing, .open: break
        case .boolean: _ = try reader.boolean()
        case .int: _ = try reader.int()
        case .long: _ = try reader.long()
        case .fixed(let size): _ = try reader.fixed(size)
        case .bytes: _ = try reader.rawBytes()
        case .string: _ = try reader.utf8()
        case .symbol(let count): _ = try reader.index(below: count)
        case .union(let branches): try skipNested(branches[try reader.index(below: branches.count)], &reader)
        case .record(let fields): for field in fields { try skipNested(field, &reader) }
        case .array(let items):
            try blocks(of: items, &reader) { reader throws(CodecError) in try skipNested(items, &reader) }
        case .map(let values):
            try blocks(of: nil, &reader) { reader throws(CodecError) in
                _ = try reader.utf8()
                try skipNested(values, &reader)
            }
        }
    }

    /// Only what can nest without end counts as a level.
    private func skipNested(_ place: Place, _ reader: inout AvroReader) throws(CodecError) {
        switch extents[place] {
        case .record, .union, .array, .map:
            try reader.nested(at: "") { reader throws(CodecError) in try skip(place, &reader) }
        default: try skip(place, &reader)
        }
    }

    /// Calls the body for each item of the blocks of an array, or of a map where no item is given.
    func blocks(
        of item: Place?, _ reader: inout AvroReader, _ body: (inout AvroReader) throws(CodecError) -> Void
    ) throws(CodecError) {
        let minimum = item.map { takesBytes($0) ? 1 : 0 } ?? 1
        var total = 0
        while true {
            let count = try reader.blockCount(at: "", minimumBytes: minimum, before: total)
            if count == 0 { return }
            for _ in 0..<count { try body(&reader) }
            total += count
        }
    }
}
