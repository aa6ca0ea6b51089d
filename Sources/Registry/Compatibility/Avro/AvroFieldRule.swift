// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroFieldMissingDefault = CompatibilityRule(
        "avro/field-missing-default", type: "READER_FIELD_MISSING_DEFAULT_VALUE",
        "A field that the writer does not write needs a default in the reader.",
        mending:
            "Give the reader's field a default, or make it optional: a union with null first and the default null.",
        policies: CompatibilityPolicy.allCases)
    static let avroFieldAmbiguous = CompatibilityRule(
        "avro/field-ambiguous", type: "READER_FIELD_AMBIGUOUS",
        "A field of the reader matches at most one field of the writer, by its name and its aliases.",
        mending: "Remove the alias that names another field.", policies: CompatibilityPolicy.allCases)
}

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
            rule: .avroFieldMissingDefault, direction: direction, path: place.description,
            description: "The field '\(field.name)' at path '\(place)' in the \(direction.reader) schema has no "
                + "default value and is missing in the \(direction.writer) schema",
            additionalInfo: field.name,
            why: "Records of the \(direction.writer) schema have no field '\(field.name)', and the \(direction.reader) "
                + "schema does not say what to put in its place.",
            remedy: direction == .backward
                ? "Give the field '\(field.name)' a default."
                : "Keep the field '\(field.name)' in the new schema; only fields that have a default in the old one can go."
        )
    }

    /// Name and aliases find different fields: which one is meant can't be told.
    private func ambiguous(
        _ field: AvroField, _ matches: [AvroField], at place: JSONPointer
    ) -> CompatibilityDifference {
        let names = matches.map(\.name).joined(separator: ", ")
        return CompatibilityDifference(
            rule: .avroFieldAmbiguous, direction: direction, path: place.description,
            description: "The field '\(field.name)' at path '\(place)' in the \(direction.reader) schema matches "
                + "several fields in the \(direction.writer) schema by its name and aliases",
            additionalInfo: "[\(names)]",
            why: "The \(direction.writer) schema writes all of \(names), and the field '\(field.name)' of the "
                + "\(direction.reader) schema claims them all, so which value it takes can't be told.",
            remedy: direction == .backward
                ? "Remove the aliases of the field '\(field.name)' that name other fields of the old schema."
                : "Do not write the fields \(names) side by side: the old schema takes them for one.")
    }
}
