// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroValue {
    /// Decodes binary data (specification 1.12, "Binary Encoding") that was written with the schema.
    ///
    /// Bytes left over are refused. The fields are the writer's: nothing is resolved to another schema.
    public static func decode(
        _ bytes: [UInt8], as schema: AvroSchema, limits: AvroLimits = AvroLimits()
    ) throws(AvroValueError) -> AvroValue {
        var reader = AvroValueReader(bytes: bytes, schema: schema, limits: limits)
        let value = try reader.read(schema.root)
        guard reader.offset == bytes.count else {
            throw reader.error("\(bytes.count - reader.offset) bytes are left over after the value")
        }
        return value
    }

    /// Decodes binary data from memory, which is copied.
    public static func decode(
        _ bytes: UnsafeRawBufferPointer, as schema: AvroSchema, limits: AvroLimits = AvroLimits()
    ) throws(AvroValueError) -> AvroValue {
        try decode(Array(bytes), as: schema, limits: limits)
    }
}

/// Reads binary data of one schema.
struct AvroValueReader {
    private(set) var bytes: [UInt8]
    let schema: AvroSchema
    let limits: AvroLimits
    var offset = 0
    /// Where in the value the reader is, by names and indexes of the writer.
    var path: [String] = []
    private var zeroByteItems = 0

    init(bytes: [UInt8], schema: AvroSchema, limits: AvroLimits) {
        self.bytes = bytes
        self.schema = schema
        self.limits = limits
    }

    /// Starts again with other bytes.
    mutating func replace(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = 0
    }

    func error(_ message: String) -> AvroValueError {
        AvroValueError(path: JSONPointer(path), offset: offset, message: message)
    }

    mutating func read(_ type: AvroType, depth: Int = 0) throws(AvroValueError) -> AvroValue {
        guard depth < limits.maxDepth else { throw error("nested deeper than \(limits.maxDepth) levels") }
        switch type.kind {
        case .null: return .null
        case .boolean: return .boolean(try readBoolean())
        case .int:
            guard let value = Int32(exactly: try readLong()) else { throw error("the number is beyond an int") }
            return .int(value)
        case .long: return .long(try readLong())
        case .float: return .float(Float(bitPattern: UInt32(try readLittleEndian(4))))
        case .double: return .double(Double(bitPattern: try readLittleEndian(8)))
        case .bytes: return .bytes(Array(try readBlock()))
        case .string: return .string(try readString())
        case .array(let items): return .array(try readArray(items, depth: depth))
        case .map(let values): return .map(try readMap(values, depth: depth))
        case .union(let branches):
            let branch = try readLong()
            guard branch >= 0, branch < branches.count else {
                throw error("branch \(branch) of a union of \(branches.count)")
            }
            return .union(branch: Int(branch), value: try read(branches[Int(branch)], depth: depth + 1))
        case .named(let name): return try read(named: name, depth: depth)
        }
    }

    private mutating func read(named name: AvroName, depth: Int) throws(AvroValueError) -> AvroValue {
        switch schema.types[name] {
        case .record(let record)?:
            var fields: [AvroValue.Entry] = []
            fields.reserveCapacity(record.fields.count)
            for field in record.fields {
                path.append(field.name)
                fields.append(.init(name: field.name, value: try read(field.type, depth: depth + 1)))
                path.removeLast()
            }
            return .record(fields)
        case .enumeration(let type)?:
            let index = try readLong()
            guard index >= 0, index < type.symbols.count else {
                throw error("symbol \(index) of an enum of \(type.symbols.count)")
            }
            return .enumeration(symbol: type.symbols[Int(index)])
        case .fixed(let type)?: return .fixed(Array(try take(type.size)))
        case nil: throw error("the schema does not define \"\(name.fullName)\"")
        }
    }

    // MARK: Blocks

    private mutating func readArray(_ items: AvroType, depth: Int) throws(AvroValueError) -> [AvroValue] {
        var elements: [AvroValue] = []
        while let count = try readBlockCount() {
            for _ in 0..<count {
                let start = offset
                path.append(String(elements.count))
                elements.append(try read(items, depth: depth + 1))
                if offset == start { try countZeroByteItem() }
                path.removeLast()
            }
        }
        return elements
    }

    private mutating func readMap(_ values: AvroType, depth: Int) throws(AvroValueError) -> [AvroValue.Entry] {
        var entries: [AvroValue.Entry] = []
        while let count = try readBlockCount() {
            for _ in 0..<count {
                let name = try readString()
                path.append(name)
                entries.append(.init(name: name, value: try read(values, depth: depth + 1)))
                path.removeLast()
            }
        }
        return entries
    }

    /// The items of the next block; nil at the end. A negative count is followed by the block's size in bytes.
    mutating func readBlockCount() throws(AvroValueError) -> Int64? {
        let count = try readLong()
        guard count < 0 else { return count == 0 ? nil : count }
        guard count > .min else { throw error("a block of \(count) items") }
        let size = try readLong()
        guard size >= 0, size <= bytes.count - offset else {
            throw error("a block of \(size) bytes, where \(bytes.count - offset) are left")
        }
        return -count
    }

    mutating func countZeroByteItem() throws(AvroValueError) {
        zeroByteItems += 1
        guard zeroByteItems <= limits.maxZeroByteItems else {
            throw error("more than \(limits.maxZeroByteItems) items that take no byte")
        }
    }

    // MARK: Primitives

    mutating func take(_ count: Int) throws(AvroValueError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - offset else {
            throw error("\(count) bytes are needed, and \(bytes.count - offset) are left")
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    mutating func readBoolean() throws(AvroValueError) -> Bool {
        guard offset < bytes.count, bytes[offset] <= 1 else { throw error("a boolean is a byte 0 or 1") }
        offset += 1
        return bytes[offset - 1] == 1
    }

    /// A zig-zag number of one to ten bytes.
    mutating func readLong() throws(AvroValueError) -> Int64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var next = offset
        while next < bytes.count {
            let byte = bytes[next]
            guard shift < 63 || byte <= 1 else { throw error("a number of more than 64 bits") }
            value |= UInt64(byte & 0x7F) << shift
            next += 1
            if byte < 0x80 {
                offset = next
                return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
            }
            shift += 7
        }
        throw error("the number is cut short")
    }

    mutating func readLittleEndian(_ count: Int) throws(AvroValueError) -> UInt64 {
        try take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func readBlock() throws(AvroValueError) -> ArraySlice<UInt8> {
        let count = try readLong()
        guard count >= 0, count <= bytes.count - offset else {
            throw error("a length of \(count), where \(bytes.count - offset) bytes are left")
        }
        return try take(Int(count))
    }

    mutating func readString() throws(AvroValueError) -> String {
        let start = offset
        guard let text = String(validating: try readBlock(), as: UTF8.self) else {
            offset = start
            throw error("the string is not UTF-8")
        }
        return text
    }
}
