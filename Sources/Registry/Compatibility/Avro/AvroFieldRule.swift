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
        var written = WrittenFields(writer)
        for (index, field) in reader.fields.enumerated() {
            let matches = written.matches(of: field, near: index)
            if matches.count > 1 {
                let place = places.field(reader: index, writer: matches.last)
                differences.append(ambiguous(field, matches, of: writer, at: place))
            } else if let match = matches.first {
                let place = places.field(reader: index, writer: match).part("type")
                append(compare(field.type, writer.fields[match].type, at: place), to: &differences)
            } else if field.defaultValue == nil {
                differences.append(missingDefault(field, at: places.field(reader: index, writer: nil)))
            }
            guard differences.count < Self.maxDifferences else { break }
        }
        return differences
    }

    private func missingDefault(_ field: AvroField, at places: AvroPlaces) -> AvroDifference {
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
            return difference(
                .avroFieldMissingDefault, type: CompatibilityRule.avroType.type, at: places.readerPart("type"),
                description: typeSentence,
                additionalInfo: "reader type: ENUM not compatible with writer type: RECORD",
                why: why + " The default of its enum stands for unknown symbols only.", remedy: remedy)
        }
        return difference(
            .avroFieldMissingDefault, at: places,
            description: {
                "The field '\(field.name)' at path '\($0)' in the \(direction.reader) schema has no "
                    + "default value and is missing in the \(direction.writer) schema"
            },
            additionalInfo: field.name, why: why, remedy: remedy)
    }
}

/// A record's fields by name: most are where the other record has them, so that the table of all is seldom made.
private struct WrittenFields {
    private let fields: [AvroField]
    private lazy var indexes = Dictionary(
        fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })

    init(_ record: AvroRecord) { fields = record.fields }

    /// The fields that have the field's name, or one of its aliases.
    mutating func matches(of field: AvroField, near index: Int) -> [Int] {
        var matches: [Int] = []
        if index < fields.count, fields[index].name == field.name {
            matches.append(index)
        } else if let direct = indexes[field.name] {
            matches.append(direct)
        }
        for alias in field.aliases where alias != field.name {
            if let match = indexes[alias], !matches.contains(match) { matches.append(match) }
        }
        return matches
    }
}
