// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Types that are written alike, as the linter's categories see them.
///
/// Stricter than the established groups: enums are by themselves, since a number need not have a name, and bytes need not
/// be text.
enum ProtobufTypeGroups {
    /// Types of one group read each other in binary ("Updating A Message Type").
    static func wire(_ kind: ProtobufField.Kind) -> Int {
        switch kind {
        case .int32, .int64, .uint32, .uint64, .bool: 1
        case .sint32, .sint64: 2
        case .fixed32, .sfixed32: 3
        case .fixed64, .sfixed64: 4
        default: 100 + kind.rawValue
        }
    }

    /// Types of one group read each other in binary and in JSON, where numbers of 64 bits are strings.
    static func wireJSON(_ kind: ProtobufField.Kind) -> Int {
        switch kind {
        case .int32, .uint32: 1
        case .int64, .uint64: 2
        case .fixed32, .sfixed32: 3
        case .fixed64, .sfixed64: 4
        default: 100 + kind.rawValue
        }
    }
}

extension ProtobufPair {
    /// Fields whose types do not read each other.
    ///
    /// - Parameters:
    ///   - group: equal for types that do.
    ///   - reads: whether a reader's type, and a writer's of another group, fit nevertheless.
    func incompatibleTypes(
        group: (ProtobufField.Kind) -> Int, reads: (_ reader: ProtobufField.Kind, _ writer: ProtobufField.Kind) -> Bool
    ) -> [FieldPair] {
        fields.filter { pair in
            let (oldEntry, newEntry) = (old.mapEntry(of: pair.old), new.mapEntry(of: pair.new))
            guard let oldEntry, let newEntry else {
                if (oldEntry == nil) != (newEntry == nil) { return true }
                return !fit(pair.old, pair.new, group, reads)
            }
            return zip(oldEntry.fields, newEntry.fields).contains { !fit($0, $1, group, reads) }
        }
    }

    private func fit(
        _ before: ProtobufField, _ after: ProtobufField, _ group: (ProtobufField.Kind) -> Int,
        _ reads: (ProtobufField.Kind, ProtobufField.Kind) -> Bool
    ) -> Bool {
        guard group(before.kind) == group(after.kind) else {
            let (writer, reader) = writerFirst(before.kind, after.kind)
            return reads(reader, writer)
        }
        switch before.kind {
        case .message, .group: return isSameType(before, after)
        case .enumeration: return isSameType(before, after) || isWidened(before, after)
        default: return true
        }
    }

    /// Whether two fields have the same message or enum: types of the schemas' own files by their names in the package.
    func isSameType(_ before: ProtobufField, _ after: ProtobufField) -> Bool {
        if before.typeName == after.typeName { return true }
        return old.isOwn(before.typeName) && new.isOwn(after.typeName)
            && old.localName(of: before.typeName) == new.localName(of: after.typeName)
    }

    /// Whether another enum of the same name has all values of the first.
    private func isWidened(_ before: ProtobufField, _ after: ProtobufField) -> Bool {
        guard let from = old.enumeration(named: before.typeName), let to = new.enumeration(named: after.typeName),
            from.name == to.name
        else { return false }
        let values = Set(to.values.map { "\($0.name)=\($0.number)" })
        return from.values.allSatisfy { values.contains("\($0.name)=\($0.number)") }
    }

    func typeFinding(_ pair: FieldPair, why: String) -> ProtobufFinding {
        let types = (old.typeName(of: pair.old), new.typeName(of: pair.new))
        let place =
            pair.new.typeName.isEmpty ? ProtobufSourceMap.Part.fieldType : ProtobufSourceMap.Part.fieldTypeName
        return finding(
            pair, place, description: "The type of \(name(pair)) has changed from \(types.0) to \(types.1)", why: why,
            remedy:
                "Leave the field '\(old.declaration(of: pair.old))' as it was, and give the type \(types.1) a field "
                + "with a number of its own.")
    }

    func cardinalityFindings(sameClass: (ProtobufCardinality, ProtobufCardinality) -> Bool) -> [ProtobufFinding] {
        fields.compactMap { pair in
            let (before, after) = (old.cardinality(of: pair.old), new.cardinality(of: pair.new))
            guard !sameClass(before, after) else { return nil }
            return finding(
                pair, [4],
                description:
                    "The cardinality of \(name(pair)) has changed from \(before.rawValue) to \(after.rawValue)",
                why: "The old schema has '\(old.declaration(of: pair.old))' and the new one "
                    + "'\(new.declaration(of: pair.new))': what one of them writes as several values, or as none, the "
                    + "other takes for something else.",
                remedy: "Leave the label of '\(old.declaration(of: pair.old))' as it was, or add a field with a new "
                    + "number.")
        }
    }

    /// Ranges of numbers that the new schema leaves open although the old one had them.
    static func uncovered(_ ranges: [Range<Int>], by cover: [Range<Int>]) -> [Range<Int>] {
        let sorted = cover.sorted { $0.lowerBound < $1.lowerBound }
        return ranges.sorted { $0.lowerBound < $1.lowerBound }.flatMap { range -> [Range<Int>] in
            var gaps: [Range<Int>] = []
            var start = range.lowerBound
            for part in sorted where part.upperBound > start && part.lowerBound < range.upperBound {
                if part.lowerBound > start { gaps.append(start..<part.lowerBound) }
                start = max(start, part.upperBound)
            }
            if start < range.upperBound { gaps.append(start..<range.upperBound) }
            return gaps
        }
    }

    static func text(_ range: Range<Int>) -> String {
        range.count == 1 ? String(range.lowerBound) : "\(range.lowerBound) to \(range.upperBound - 1)"
    }
}
