// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroUnionBranch = CompatibilityRule(
        "avro/union-branch-missing", type: "MISSING_UNION_BRANCH",
        "The reader's union has a branch for each type that the writer writes.",
        mending: "Keep the branch in the union.", policies: CompatibilityPolicy.allCases)
}

// Every branch of the writer's union must be readable; of the reader's union one branch that reads is enough.
extension AvroCompatibility {
    /// The writer is a union.
    mutating func compare(
        _ reader: AvroType, branches: [AvroType], at place: JSONPointer
    ) -> [CompatibilityDifference] {
        var differences: [CompatibilityDifference] = []
        for (index, branch) in branches.enumerated() {
            if case .union(let readerBranches) = reader.kind {
                let found = compare(branches: readerBranches, branch, at: place)
                if !found.isEmpty { differences.append(missingBranch(branch, at: place.appending(index))) }
            } else {
                differences += compare(reader, branch, at: place)
            }
        }
        return differences
    }

    /// The reader is a union, and the writer is not.
    mutating func compare(
        branches: [AvroType], _ writer: AvroType, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        for branch in branches where compare(branch, writer, at: place).isEmpty { return [] }
        return [missingBranch(writer, at: place)]
    }

    private func missingBranch(_ branch: AvroType, at place: JSONPointer) -> CompatibilityDifference {
        CompatibilityDifference(
            rule: .avroUnionBranch, direction: direction, path: path(place),
            description:
                "The \(direction.reader) schema is missing a type inside a union field at path '\(path(place))' "
                + "in the \(direction.writer) schema",
            additionalInfo: "reader union lacking writer type: \(writer.kindName(branch))",
            why: "The \(direction.writer) schema may write \(writer.describe(branch)), and no branch of the "
                + "\(direction.reader) schema's union reads it.",
            remedy: direction == .backward
                ? "Put \(writer.describe(branch)) back into the union."
                : "Leave \(writer.describe(branch)) out of the union: readers of the old schema can't read it.")
    }
}
