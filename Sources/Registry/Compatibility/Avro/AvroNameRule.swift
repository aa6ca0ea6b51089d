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
        _ reader: AvroName, _ aliases: [AvroName], _ writer: AvroName, at places: AvroPlaces
    ) -> [AvroDifference] {
        guard !matches(reader, aliases, writer) else { return compareFullNames(reader, aliases, writer, at: places) }
        return [
            difference(
                .avroNameMismatch, at: places.part("name"),
                description: { "The name of the schema has changed (path '\($0)')" },
                additionalInfo: "expected: \(writer.fullName)",
                why:
                    "The \(direction.writer) schema writes '\(writer.fullName)', and the \(direction.reader) schema has "
                    + "'\(reader.fullName)' in its place, without an alias for it.",
                remedy: direction.choose(
                    "Name the type '\(writer.name)' again, or give it the alias '\(writer.fullName)'.",
                    "Name the type '\(reader.name)' again: readers with the old schema know no other name."))
        ]
    }

    /// Java's names for aliases in the null namespace start with a dot, where the type itself has a namespace, so that they
    /// never are the writer's full name.
    func matches(_ reader: AvroName, _ aliases: [AvroName], _ writer: AvroName) -> Bool {
        if reader.name == writer.name { return true }
        let isFound = isStrict || reader.namespace.isEmpty || !writer.namespace.isEmpty
        return isFound && aliases.contains(writer)
    }
}
