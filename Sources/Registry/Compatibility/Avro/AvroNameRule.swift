// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroNameMismatch = CompatibilityRule(
        "avro/name-mismatch", type: "NAME_MISMATCH",
        "Records, enums and fixed types have the writer's name, namespaces apart, or the writer's full name as an alias.",
        mending: "Keep the old name, or give the renamed type the old full name as an alias.",
        policies: CompatibilityPolicy.allCases)
}

// Named types match if their names without namespaces are equal, or an alias of the reader is the writer's full name.
extension AvroCompatibility {
    func compareNames(
        _ reader: AvroName, _ aliases: [AvroName], _ writer: AvroName, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        guard reader.name != writer.name, !aliases.contains(writer) else { return [] }
        let place = place.appending("name")
        return [
            CompatibilityDifference(
                rule: .avroNameMismatch, direction: direction, path: place.description,
                description: "The name of the schema has changed (path '\(place)')",
                additionalInfo: "expected: \(writer.fullName)",
                why: "The \(direction.writer) schema writes '\(writer.fullName)', and the \(direction.reader) schema "
                    + "knows '\(reader.fullName)' by no such name.",
                remedy: direction == .backward
                    ? "Name the type '\(writer.name)' again, or give it the alias '\(writer.fullName)'."
                    : "Name the type '\(reader.name)' again: readers of the old schema know no other name.")
        ]
    }
}
