// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The smallest value of each type of a schema.
///
/// Sizes are counted in values (16 bytes of a fixed are one). Types whose smallest value is larger than `maxSize`, or that
/// have no finite value, have none here: records may double at every level, and may contain themselves.
struct AvroSmallestValues {
    static let maxSize = 5000
    private static let unbounded = Int.max / 4
    private static let maxPasses = 500

    private let schema: AvroSchema
    private var sizes: [AvroName: Int] = [:]

    init(_ schema: AvroSchema) {
        self.schema = schema
        // A type's size depends on others; each pass settles one more level, and the parser bounds the levels. Sizes only
        // fall, so those of an early end are of values too.
        for _ in 0..<Self.maxPasses {
            var isSettled = true
            for (name, type) in schema.types {
                let size = min(self.size(type), Self.unbounded)
                guard size < sizes[name] ?? Self.unbounded else { continue }
                sizes[name] = size
                isSettled = false
            }
            if isSettled { break }
        }
    }

    func size(_ type: AvroType) -> Int {
        switch type.kind {
        case .union(let branches): 1 + (branches.map(size).min() ?? Self.unbounded)
        case .named(let name): sizes[name] ?? Self.unbounded
        default: 1
        }
    }

    private func size(_ type: AvroNamedType) -> Int {
        switch type {
        case .enumeration(let type): return type.symbols.isEmpty ? Self.unbounded : 1
        case .fixed(let type): return 1 + type.size / 16
        case .record(let record):
            var size = 1
            for field in record.fields {
                size += self.size(field.type)
                if size > Self.maxSize { return Self.unbounded }
            }
            return size
        }
    }

    /// The smallest value; nil if it is too large.
    func value(_ type: AvroType) -> AvroValue? {
        guard size(type) <= Self.maxSize else { return nil }
        switch type.kind {
        case .array: return .array([])
        case .map: return .map([])
        case .union(let branches):
            let sizes = branches.map(size)
            guard let least = sizes.min(), let branch = sizes.firstIndex(of: least) else { return nil }
            return value(branches[branch]).map { .union(branch: branch, value: $0) }
        case .named(let name):
            switch schema.types[name] {
            case .record(let record)?:
                var entries: [AvroValue.Entry] = []
                for field in record.fields {
                    guard let value = value(field.type) else { return nil }
                    entries.append(.init(name: field.name, value: value))
                }
                return .record(entries)
            case .enumeration(let type)?: return type.symbols.first.map { .enumeration(symbol: $0) }
            case .fixed(let fixed)?: return .fixed([UInt8](repeating: 0, count: fixed.size))
            case nil: return nil
            }
        default: return AvroExampleValues.values(of: type).first
        }
    }
}

/// Values of primitive types that tell readers apart.
enum AvroExampleValues {
    /// The first is the simplest; then those that mean different things under different types.
    static func values(of type: AvroType) -> [AvroValue] {
        switch type.kind {
        case .null: [.null]
        case .boolean: [.boolean(false)]
        case .int: [.int(0), .int(20_000)]
        case .long: [.long(0), .long(telling(type.logicalType))]
        case .float: [.float(0), .float(1.5)]
        case .double: [.double(0), .double(1.5)]
        // 0xFF starts no character in UTF-8.
        case .bytes: [.bytes([0]), .bytes([0xFF])]
        case .string:
            type.logicalType == .uuid
                ? [.string("00000000-0000-0000-0000-000000000000")] : [.string(""), .string("text")]
        case .array, .map, .union, .named: []
        }
    }

    /// 2023-11-14 or an hour, in the type's unit.
    private static func telling(_ type: AvroLogicalType?) -> Int64 {
        switch type {
        case .timeMicros: 3_600_000_000
        case .timestampMillis, .localTimestampMillis: 1_700_000_000_000
        case .timestampMicros, .localTimestampMicros: 1_700_000_000_000_000
        case .timestampNanos, .localTimestampNanos: 1_700_000_000_000_000_000
        default: 1_700_000_000
        }
    }
}
