// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Whether one Avro schema reads all that another writes.
///
/// By the rules that Java's implementation applies (`SchemaCompatibility` of 1.12), which are laxer than the
/// specification's schema resolution: named types match by the name without its namespace, and logical types, precision,
/// order and changed defaults are not looked at. The policy `STRICT` looks at full names and logical types too. Each rule
/// has a file of its own.
struct AvroCompatibility {
    let reader: AvroSchema
    let writer: AvroSchema
    let direction: CompatibilityDirection
    let isStrict: Bool
    private var depth = 0
    private var steps = 0
    /// What is known of pairs of named types; nil while a pair is being compared.
    private var pairs: [Pair: [AvroDifference]?] = [:]

    private struct Pair: Hashable {
        let reader: AvroName
        let writer: AvroName
    }

    private init(
        reader: AvroSchema, writer: AvroSchema, direction: CompatibilityDirection, policy: CompatibilityPolicy
    ) {
        self.reader = reader
        self.writer = writer
        self.direction = direction
        isStrict = policy == .strict
    }

    /// The differences that keep the reader from reading what the writer writes, at most `maxDifferences`; none if it reads
    /// all.
    static func differences(
        reader: AvroSchema, writer: AvroSchema, direction: CompatibilityDirection,
        policy: CompatibilityPolicy = .confluent
    ) -> [CompatibilityDifference] {
        found(reader: reader, writer: writer, direction: direction, policy: policy)
            .located(reader: reader, writer: writer)
    }

    /// The differences with their pointers into both schemas.
    static func found(
        reader: AvroSchema, writer: AvroSchema, direction: CompatibilityDirection, policy: CompatibilityPolicy
    ) -> [AvroDifference] {
        var check = AvroCompatibility(reader: reader, writer: writer, direction: direction, policy: policy)
        return check.compare(reader.root, writer.root, at: AvroPlaces())
    }

    /// Compares two types.
    mutating func compare(_ reader: AvroType, _ writer: AvroType, at places: AvroPlaces) -> [AvroDifference] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth, countStep() else { return [tooComplex(at: places)] }
        switch (reader.kind, writer.kind) {
        case (_, .union(let branches)): return compare(reader, branches: branches, at: places)
        case (.union(let branches), _): return compare(branches: branches, writer, at: places)
        case (.array(let reader), .array(let writer)): return compare(reader, writer, at: places.part("items"))
        case (.map(let reader), .map(let writer)): return compare(reader, writer, at: places.part("values"))
        case (.named(let readerName), .named(let writerName)):
            return compareLogicalTypes(reader, writer, at: places) + compare(readerName, writerName, at: places)
        default:
            let found = comparePrimitives(reader, writer, at: places)
            return found.isEmpty ? compareLogicalTypes(reader, writer, at: places) : found
        }
    }

    /// Compares two named types; a pair that is being compared already is assumed to fit (recursive types).
    private mutating func compare(
        _ readerName: AvroName, _ writerName: AvroName, at places: AvroPlaces
    ) -> [AvroDifference] {
        let pair = Pair(reader: readerName, writer: writerName)
        if let known = pairs[pair] { return known ?? [] }
        pairs[pair] = .some(nil)
        let inner = places.definitions(reader: readerName, writer: writerName)
        var differences: [AvroDifference] = []
        switch (reader.types[readerName], writer.types[writerName]) {
        case (.record(let reader)?, .record(let writer)?):
            differences = compareNames(reader.name, reader.aliases, writer.name, at: inner)
            append(compareFields(reader, writer, at: inner), to: &differences)
        case (.enumeration(let reader)?, .enumeration(let writer)?):
            differences = compareNames(reader.name, reader.aliases, writer.name, at: inner)
            differences += compareSymbols(reader, writer, at: inner)
        case (.fixed(let reader)?, .fixed(let writer)?):
            differences = compareNames(reader.name, reader.aliases, writer.name, at: inner)
            differences += compareSizes(reader, writer, at: inner)
        default:
            differences = [typeMismatch(AvroType(.named(readerName)), AvroType(.named(writerName)), at: places)]
        }
        pairs[pair] = differences
        return differences
    }

    // MARK: Bounds

    /// Pairs of types that nest deeper than this are reported as a difference; no real schema comes near it, and the stack
    /// stays safe.
    static let maxDepth = 400
    /// Pairs of types that are compared at most.
    static let maxSteps = 500_000
    /// Differences that are reported at most: a type's are repeated wherever it is used, which may double them at each level.
    static let maxDifferences = 1000

    /// Whether one more pair of types may be looked at.
    mutating func countStep() -> Bool {
        steps += 1
        return steps <= Self.maxSteps
    }

    /// Adds as many differences as there is room for.
    func append(_ more: [AvroDifference], to differences: inout [AvroDifference]) {
        differences += more.prefix(Self.maxDifferences - differences.count)
    }
}

extension AvroSchema {
    /// A type's kind as Java's messages write it, such as `RECORD`.
    func kindName(_ type: AvroType) -> String {
        guard case .named(let name) = type.kind else { return type.kind.branchName.uppercased() }
        switch types[name] {
        case .record: return "RECORD"
        case .enumeration: return "ENUM"
        case .fixed: return "FIXED"
        case nil: return name.fullName
        }
    }
}
