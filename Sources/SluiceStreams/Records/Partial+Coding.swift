// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

extension Partial: StoredValue {
    init(from reader: inout AvroReader) throws(CodecError) {
        switch try reader.tag(below: 6, at: "partial") {
        case 0: self = .count(try reader.long(at: "count"))
        case 1:
            let values = try reader.array(at: "values") { reader throws(CodecError) in try reader.string() }
            var distinct = DistinctValues()
            for value in values { distinct.insert(value) }
            self = .distinct(distinct)
        case 2: self = .integer(try reader.wideInteger(at: "sum"))
        case 3:
            let scale = try reader.long(at: "scale")
            guard (0...38).contains(scale) else {
                throw CodecError(path: "scale", offset: reader.offset, reason: .invalidLength(scale))
            }
            self = .decimal(FixedDecimal(unscaled: try reader.wideInteger(at: "sum"), scale: Int(scale)))
        case 4: self = .steps(try reader.array(at: "steps") { reader throws(CodecError) in try reader.long() })
        default: self = .exceeded
        }
    }

    func encode(into writer: inout AvroWriter) {
        switch self {
        case .count(let count):
            writer.index(0)
            writer.long(count)
        case .distinct(let distinct):
            writer.index(1)
            // Sorted, so that equal sets are equal bytes.
            writer.array(distinct.values.sorted()) { $1.string($0) }
        case .integer(let sum):
            writer.index(2)
            writer.wideInteger(sum)
        case .decimal(let sum):
            writer.index(3)
            writer.long(Int64(sum.scale))
            writer.wideInteger(sum.unscaled)
        case .steps(let counts):
            writer.index(4)
            writer.array(counts) { $1.long($0) }
        case .exceeded: writer.index(5)
        }
    }
}

extension AvroWriter {
    /// 128 bits, as two numbers.
    fileprivate mutating func wideInteger(_ value: Int128) {
        long(Int64(truncatingIfNeeded: value >> 64))
        long(Int64(truncatingIfNeeded: value))
    }
}

extension AvroReader {
    fileprivate mutating func wideInteger(at field: StaticString) throws(CodecError) -> Int128 {
        let high = try long(at: field)
        let low = try long(at: field)
        return Int128(high) << 64 | Int128(UInt64(bitPattern: low))
    }
}
