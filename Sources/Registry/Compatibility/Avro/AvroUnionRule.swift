// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroUnionBranch = CompatibilityRule(
        "avro/union-branch-missing", type: "MISSING_UNION_BRANCH",
        "The reader's union has a branch for each type that the writer writes.",
        mending: "Keep the branch in the union, or mend the branch of the same name.",
        policies: CompatibilityPolicy.allCases)
}

// Every branch of the writer's union must be readable; of the reader's union one branch that reads is enough.
extension AvroCompatibility {
    /// The writer is a union.
    mutating func compare(_ reader: AvroType, branches: [AvroType], at places: AvroPlaces) -> [AvroDifference] {
        var differences: [AvroDifference] = []
        for (index, branch) in branches.enumerated() {
            let place = places.writerBranch(index)
            let found =
                if case .union(let readerBranches) = reader.kind {
                    compare(branches: readerBranches, branch, at: place)
                } else {
                    compare(reader, branch, at: place)
                }
            append(found, to: &differences)
            guard differences.count < Self.maxDifferences else { break }
        }
        return differences
    }

    /// The reader is a union, and the writer is not.
    mutating func compare(branches: [AvroType], _ writer: AvroType, at places: AvroPlaces) -> [AvroDifference] {
        var nearest: [AvroDifference] = []
        for (index, branch) in branches.enumerated() {
            guard countStep() else { return [tooComplex(at: places)] }
            // Most branches can't match at a glance; what is within them need not be looked at.
            guard mayMatch(branch, writer) else { continue }
            let found = compare(branch, writer, at: places.readerBranch(index))
            if found.isEmpty { return [] }
            if nearest.isEmpty, isSameKind(branch, writer) { nearest = found }
        }
        // A branch that only the strict rules refuse is not missing.
        if !nearest.isEmpty, nearest.allSatisfy({ $0.difference.rule.policies == [.strict] }) { return nearest }
        return [missingBranch(writer, nearest: nearest.first?.difference, at: places)]
    }

    private func missingBranch(
        _ branch: AvroType, nearest: CompatibilityDifference?, at places: AvroPlaces
    ) -> AvroDifference {
        let text = writer.describe(branch)
        let reason =
            nearest.map { ": \($0.why.prefix(1).lowercased())\($0.why.dropFirst())" } ?? "."
        return difference(
            .avroUnionBranch, at: places,
            description: {
                "The \(direction.reader) schema is missing a type inside a union field at path '\($0)' "
                    + "in the \(direction.writer) schema"
            },
            additionalInfo: "reader union lacking writer type: \(writer.kindName(branch))",
            why: "The \(direction.writer) schema may write \(text), and no branch of the \(direction.reader) schema's "
                + "union reads it\(reason)",
            remedy: nearest?.remedy
                ?? direction.choose(
                    "Put \(text) back into the union.",
                    "Leave \(text) out of the union: readers with the old schema have no branch for it."))
    }

    private func mayMatch(_ reader: AvroType, _ writer: AvroType) -> Bool {
        switch (reader.kind, writer.kind) {
        case (.named(let readerName), .named(let writerName)):
            matches(readerName, self.reader.types[readerName]?.aliases ?? [], writerName)
        case (.array, .array), (.map, .map): true
        default: reads(reader.kind, writer.kind)
        }
    }

    private func isSameKind(_ reader: AvroType, _ writer: AvroType) -> Bool {
        reader.kind.branchName == writer.kind.branchName || self.reader.kindName(reader) == self.writer.kindName(writer)
    }
}
