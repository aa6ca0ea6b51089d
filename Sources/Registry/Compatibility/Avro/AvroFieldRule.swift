// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// Each field of the reader is found in the writer's record by its name or its aliases, or has a default. More fields of
// the writer are skipped.
extension AvroCompatibility {
    mutating func compareFields(
        _ reader: AvroRecord, _ writer: AvroRecord, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        var differences: [CompatibilityDifference] = []
        let written = Dictionary(writer.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, field) in reader.fields.enumerated() {
            let place = place.appending("fields").appending(index)
            let names = [field.name] + field.aliases.filter { $0 != field.name }
            let matches = names.compactMap { written[$0] }
            if matches.count > 1 {
                differences.append(ambiguous(field, matches, at: place))
            } else if let match = matches.first {
                differences += compare(field.type, match.type, at: place.appending("type"))
            } else if field.defaultValue == nil {
                differences.append(missingDefault(field, at: place))
            }
        }
        return differences
    }

    private func missingDefault(_ field: AvroField, at place: JSONPointer) -> CompatibilityDifference {
        CompatibilityDifference(
            type: "READER_FIELD_MISSING_DEFAULT_VALUE", path: place.description,
            description: "The field '\(field.name)' at path '\(place)' in the \(direction.reader) schema has no "
                + "default value and is missing in the \(direction.writer) schema",
            additionalInfo: field.name)
    }

    /// Name and aliases find different fields: which one is meant can't be told.
    private func ambiguous(
        _ field: AvroField, _ matches: [AvroField], at place: JSONPointer
    ) -> CompatibilityDifference {
        let names = matches.map(\.name).joined(separator: ", ")
        return CompatibilityDifference(
            type: "READER_FIELD_AMBIGUOUS", path: place.description,
            description: "The field '\(field.name)' at path '\(place)' in the \(direction.reader) schema matches "
                + "several fields in the \(direction.writer) schema by its name and aliases",
            additionalInfo: "[\(names)]")
    }
}
