// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// Turns what one schema wrote into what another one would have written, by a plan that is made once (specification 1.12,
/// "Schema Resolution").
///
/// Most of an event is the same in both: such runs are checked and copied. Between them stand defaults, encoded when the plan
/// was made, and the few values that are promoted, mapped or put into another branch. It decides as `AvroResolver` does, for
/// values that can be turned; why others can't is that one's to say.
struct AvroTranscoder: Sendable {
    typealias Place = Int

    enum Step: Sendable {
        /// The bytes stay as they are.
        case same(AvroExtents.Place)
        case intToFloat, intToDouble, longToFloat, longToDouble, floatToDouble
        /// The reader's symbol of each of the writer's; nil has none.
        case symbol([Int?])
        case array(Place, items: AvroExtents.Place)
        case map(Place)
        /// A step for each branch of the writer.
        case written([Place])
        /// A branch of the reader.
        case branch(Int, Place)
        case record([FieldStep])
        /// The reader has its fields in another order: where each of the writer's begins is found first.
        case reordered(fields: [AvroExtents.Place], steps: [FieldStep])
        /// Another logical type: what the value means must be the same.
        case checked(writer: AvroSchema, reader: AvroSchema)
        /// No value can be turned.
        case impossible
        /// A record whose step is being made.
        case open
    }

    enum FieldStep: Sendable {
        /// A field of the reader that is written; `field` is the writer's.
        case value(Place, field: Int)
        /// Neighbours that stay as they are.
        case same([AvroExtents.Place])
        /// A field that the reader does not have.
        case skip(AvroExtents.Place)
        /// A field that is not written.
        case literal([UInt8])
    }

    let extents: AvroExtents
    let steps: [Step]
    let root: Place
    let resolution: AvroResolution

    /// What the reader's schema would have written; nil if the bytes are none of the writer's, or the reader has no place for
    /// them.
    func convert(_ payload: UnsafeRawBufferPointer) -> [UInt8]? {
        var writer = AvroWriter(capacity: payload.count + 64)
        var reader = AvroReader(payload)
        do throws(CodecError) {
            try run(root, payload, &reader, &writer)
            try reader.expectEnd()
        } catch {
            return nil
        }
        return writer.bytes
    }

    // MARK: Running

    private func run(
        _ place: Place, _ bytes: UnsafeRawBufferPointer, _ reader: inout AvroReader, _ writer: inout AvroWriter
    ) throws(CodecError) {
        switch steps[place] {
        case .same(let extent):
            let start = reader.offset
            try extents.skip(extent, &reader)
            writer.fixed(Self.part(bytes, start, reader))
        case .intToFloat: writer.float(Float(try reader.int()))
        case .intToDouble: writer.double(Double(try reader.int()))
        case .longToFloat: writer.float(Float(try reader.long()))
        case .longToDouble: writer.double(Double(try reader.long()))
        case .floatToDouble: writer.double(Double(try reader.float()))
        case .symbol(let symbols):
            guard let symbol = symbols[try reader.index(below: symbols.count)] else { throw Self.refusal(reader) }
            writer.index(symbol)
        case .array(let item, let extent):
            try extents.items(of: extent, &reader, &writer) { reader, writer throws(CodecError) in
                try nested(item, bytes, &reader, &writer)
            }
        case .map(let value):
            try extents.items(of: nil, &reader, &writer) { reader, writer throws(CodecError) in
                writer.rawBytes(try reader.utf8())
                try nested(value, bytes, &reader, &writer)
            }
        case .written(let branches):
            try nested(branches[try reader.index(below: branches.count)], bytes, &reader, &writer)
        case .branch(let index, let place):
            writer.index(index)
            try nested(place, bytes, &reader, &writer)
        case .record(let fields):
            for field in fields { try run(field, bytes, &reader, &writer) }
        case .reordered(let fields, let steps):
            try runReordered(fields, steps, bytes, &reader, &writer)
        case .checked(let written, let type):
            try check(written, type, bytes, &reader, &writer)
        case .impossible, .open: throw Self.refusal(reader)
        }
    }

    private func run(
        _ field: FieldStep, _ bytes: UnsafeRawBufferPointer, _ reader: inout AvroReader, _ writer: inout AvroWriter
    ) throws(CodecError) {
        switch field {
        case .value(let place, _): try nested(place, bytes, &reader, &writer)
        case .same(let run):
            let start = reader.offset
            for extent in run { try extents.skip(extent, &reader) }
            writer.fixed(Self.part(bytes, start, reader))
        case .skip(let extent): try extents.skip(extent, &reader)
        case .literal(let literal): literal.withUnsafeBytes { writer.fixed($0) }
        }
    }

    private func nested(
        _ place: Place, _ bytes: UnsafeRawBufferPointer, _ reader: inout AvroReader, _ writer: inout AvroWriter
    ) throws(CodecError) {
        try reader.nested(at: "") { reader throws(CodecError) in try run(place, bytes, &reader, &writer) }
    }

    private func runReordered(
        _ fields: [AvroExtents.Place], _ steps: [FieldStep], _ bytes: UnsafeRawBufferPointer,
        _ reader: inout AvroReader,
        _ writer: inout AvroWriter
    ) throws(CodecError) {
        var ends: [Int] = []
        ends.reserveCapacity(fields.count)
        let start = reader.offset
        for field in fields {
            try extents.skip(field, &reader)
            ends.append(reader.offset)
        }
        for step in steps {
            guard case .value(let place, let field) = step else {
                try run(step, bytes, &reader, &writer)
                continue
            }
            let from = field == 0 ? start : ends[field - 1]
            let part = UnsafeRawBufferPointer(rebasing: bytes[from..<ends[field]])
            // How deep it nests was looked at when it was passed over.
            var inner = AvroReader(part)
            try run(place, part, &inner, &writer)
        }
    }

    private func check(
        _ written: AvroSchema, _ type: AvroSchema, _ bytes: UnsafeRawBufferPointer, _ reader: inout AvroReader,
        _ writer: inout AvroWriter
    ) throws(CodecError) {
        let rest = Self.part(bytes, reader.offset, bytes.count)
        var input = AvroValueReader(bytes: Array(rest), schema: written, limits: AvroLimits())
        guard (try? input.read(written.root)) != nil else { throw Self.refusal(reader) }
        let value = Array(rest.prefix(input.offset))
        let resolved = try? AvroValue.decode(value, writer: written, reader: type, resolution: resolution)
        guard let encoded = try? resolved?.encode(as: type) else { throw Self.refusal(reader) }
        encoded.withUnsafeBytes { writer.fixed($0) }
        _ = try reader.fixed(value.count)
    }

    private static func part(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ reader: borrowing AvroReader
    ) -> UnsafeRawBufferPointer { part(bytes, start, reader.offset) }

    private static func part(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }

    /// What went wrong is told by `AvroResolver`.
    private static func refusal(_ reader: borrowing AvroReader) -> CodecError {
        CodecError(offset: reader.offset, reason: .trailingBytes(count: reader.remaining))
    }
}

extension AvroExtents {
    /// Writes an array, or a map where no item is given, block by block as it is read.
    fileprivate func items(
        of item: Place?, _ reader: inout AvroReader, _ writer: inout AvroWriter,
        _ body: (inout AvroReader, inout AvroWriter) throws(CodecError) -> Void
    ) throws(CodecError) {
        let minimum = item.map { takesBytes($0) ? 1 : 0 } ?? 1
        var total = 0
        while true {
            let count = try reader.blockCount(at: "", minimumBytes: minimum, before: total)
            writer.long(Int64(count))
            if count == 0 { return }
            for _ in 0..<count { try body(&reader, &writer) }
            total += count
        }
    }
}
