// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroFullName = CompatibilityRule(
        "avro/full-name-mismatch", type: "NAME_MISMATCH",
        "Named types have the writer's full name, or have it as an alias.",
        mending: "Keep the namespace, or give the moved type the old full name as an alias.", policies: [.strict])
}

// `STRICT`: a type that moved to another namespace is another type.
extension AvroCompatibility {
    func compareFullNames(
        _ reader: AvroName, _ aliases: [AvroName], _ writer: AvroName, at places: AvroPlaces
    ) -> [AvroDifference] {
        guard isStrict, reader != writer, !aliases.contains(writer) else { return [] }
        return [
            difference(
                .avroFullName, at: places.part("name"),
                description: { "The name of the schema has changed (path '\($0)')" },
                additionalInfo: "expected: \(writer.fullName)",
                why:
                    "The \(direction.writer) schema writes '\(writer.fullName)', and the \(direction.reader) schema has "
                    + "'\(reader.fullName)' in another namespace; readers that go by full names do not find it.",
                remedy: direction.choose(
                    "Give the type the alias '\(writer.fullName)', or its old namespace back.",
                    "Give the type its old namespace '\(reader.namespace)' back."))
        ]
    }
}
