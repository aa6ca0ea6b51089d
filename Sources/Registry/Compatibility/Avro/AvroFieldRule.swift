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
}

// Each field of the reader is found in the writer's record by its name or its aliases, or has a default. More fields of
// the writer are skipped.
extension AvroCompatibility {
    mutating func compareFields(
        _ reader: AvroRecord, _ writer: AvroRecord, at places: AvroPlaces
    ) -> [AvroDifference] {
        var differences: [AvroDifference] = []
        let written = Dictionary(
            writer.fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        for (index, field) in reader.fields.enumerated() {
            let place = places.appending(reader: "fields", String(index))
            var matches = written[field.name].map { [$0] } ?? []
            for alias in field.aliases where alias != field.name {
                if let match = written[alias], !matches.contains(match) { matches.append(match) }
            }
            if matches.count > 1 {
                differences.append(ambiguous(field, matches, of: writer, at: place))
            } else if let match = matches.first {
                let found = compare(
                    field.type, writer.fields[match].type,
                    at: place.writing("fields", String(match)).appending("type"))
                append(found, to: &differences)
            } else if field.defaultValue == nil {
                differences.append(missingDefault(field, of: reader, at: place))
            }
            guard differences.count < Self.maxDifferences else { break }
        }
        return differences
    }

    private func missingDefault(
        _ field: AvroField, of record: AvroRecord, at places: AvroPlaces
    ) -> AvroDifference {
        let why =
            "Records of the \(direction.writer) schema have no field '\(field.name)', and the \(direction.reader) schema "
            + "does not say what to put in its place."
        let remedy = direction.choose(
            "Give the field '\(field.name)' a default.",
            "Keep the field '\(field.name)': the old schema has no default for it, so its readers need it.")
        // Java takes a default of the field's enum for one of the field, and then compares the enum with the record.
        if case .named(let name) = field.type.kind, case .enumeration(let type)? = reader.types[name],
            type.defaultSymbol != nil
        {
            let place = places.appending(reader: "type")
            return difference(
                .avroFieldMissingDefault, type: CompatibilityRule.avroType.type, at: place,
                description: typeSentence(at: place),
                additionalInfo: "reader type: ENUM not compatible with writer type: RECORD",
                why: why + " The default of its enum stands for unknown symbols only.", remedy: remedy)
        }
        return difference(
            .avroFieldMissingDefault, at: places,
            description: "The field '\(field.name)' at path '\(places.text)' in the \(direction.reader) schema has no "
                + "default value and is missing in the \(direction.writer) schema",
            additionalInfo: field.name, why: why, remedy: remedy)
    }
}
