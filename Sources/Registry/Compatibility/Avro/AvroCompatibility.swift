// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroTooDeep = CompatibilityRule(
        "avro/too-deep", type: "TYPE_MISMATCH", "Types nest at most \(AvroCompatibility.maxDepth) levels deep.",
        mending: "Nest the types less deep.", policies: CompatibilityPolicy.allCases)

    /// The rules of Avro, in the order in which documentation lists them.
    static var avro: [CompatibilityRule] {
        [
            .avroNameMismatch, .avroType, .avroUnionBranch, .avroFieldMissingDefault, .avroFieldAmbiguous,
            .avroEnumSymbols, .avroFixedSize, .avroTooDeep,
        ]
    }
}

/// Whether one Avro schema reads all that another writes, by the rules that Java's implementation applies.
///
/// They are laxer than the specification's schema resolution: named types match by the name without its namespace, and
/// logical types, precision, order and changed defaults are not looked at. Each rule has a file of its own.
struct AvroCompatibility {
    /// Pairs of records that nest deeper than this are reported as a difference; no real schema comes near it, and the
    /// stack stays safe.
    static let maxDepth = 400

    let reader: AvroSchema
    let writer: AvroSchema
    let direction: CompatibilityDirection
    private var depth = 0
    /// What is known of pairs of named types; nil while a pair is being compared.
    private var pairs: [Pair: [CompatibilityDifference]?] = [:]

    private struct Pair: Hashable {
        let reader: AvroName
        let writer: AvroName
    }

    private init(reader: AvroSchema, writer: AvroSchema, direction: CompatibilityDirection) {
        self.reader = reader
        self.writer = writer
        self.direction = direction
    }

    /// Every difference that keeps the reader from reading what the writer writes; none if it reads all.
    static func differences(
        reader: AvroSchema, writer: AvroSchema, direction: CompatibilityDirection
    ) -> [CompatibilityDifference] {
        var check = AvroCompatibility(reader: reader, writer: writer, direction: direction)
        return check.compare(reader.root, writer.root, at: JSONPointer())
    }

    /// Compares two types; `place` is where the reader's stands.
    mutating func compare(
        _ reader: AvroType, _ writer: AvroType, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth else { return [tooDeep(at: place)] }
        switch (reader.kind, writer.kind) {
        case (_, .union(let branches)): return compare(reader, branches: branches, at: place)
        case (.union(let branches), _): return compare(branches: branches, writer, at: place)
        case (.array(let reader), .array(let writer)): return compare(reader, writer, at: place.appending("items"))
        case (.map(let reader), .map(let writer)): return compare(reader, writer, at: place.appending("values"))
        case (.named(let reader), .named(let writer)): return compare(reader, writer, at: place)
        default: return comparePrimitives(reader, writer, at: place)
        }
    }

    /// Compares two named types; a pair that is being compared already is assumed to fit (recursive types).
    private mutating func compare(
        _ readerName: AvroName, _ writerName: AvroName, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        let pair = Pair(reader: readerName, writer: writerName)
        if let known = pairs[pair] { return known ?? [] }
        pairs[pair] = .some(nil)
        var differences: [CompatibilityDifference] = []
        switch (reader.types[readerName], writer.types[writerName]) {
        case (.record(let reader)?, .record(let writer)?):
            differences = compareNames(reader.name, reader.aliases, writer.name, at: place)
            differences += compareFields(reader, writer, at: place)
        case (.enumeration(let reader)?, .enumeration(let writer)?):
            differences = compareNames(reader.name, reader.aliases, writer.name, at: place)
            differences += compareSymbols(reader, writer, at: place)
        case (.fixed(let reader)?, .fixed(let writer)?):
            differences = compareNames(reader.name, reader.aliases, writer.name, at: place)
            differences += compareSizes(reader, writer, at: place)
        default:
            differences = [
                typeMismatch(AvroType(.named(readerName)), AvroType(.named(writerName)), at: place)
            ]
        }
        pairs[pair] = differences
        return differences
    }

    /// A place as messages write it: the whole schema is "/".
    func path(_ place: JSONPointer) -> String { place.tokens.isEmpty ? "/" : place.description }

    private func tooDeep(at place: JSONPointer) -> CompatibilityDifference {
        CompatibilityDifference(
            rule: .avroTooDeep, direction: direction, path: place.description,
            description: "The types at path '\(place)' nest too deep to be compared",
            additionalInfo: "more than \(Self.maxDepth) levels",
            why: "Comparing the two takes more than \(Self.maxDepth) steps through records within records, so whether "
                + "they fit is not known.",
            remedy: "Nest the types less deep.")
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
