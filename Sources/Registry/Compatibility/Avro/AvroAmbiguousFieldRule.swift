// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroFieldAmbiguous = CompatibilityRule(
        "avro/field-ambiguous", type: "READER_FIELD_AMBIGUOUS",
        "A field of the reader matches at most one field of the writer, by its name and its aliases.",
        mending: "Remove the alias that names another field.", policies: CompatibilityPolicy.allCases)
}

// Name and aliases of a field that find different fields of the writer: which one is meant can't be told.
extension AvroCompatibility {
    func ambiguous(
        _ field: AvroField, _ matches: [Int], of writer: AvroRecord, at places: AvroPlaces
    ) -> AvroDifference {
        let names = matches.map { writer.fields[$0].name }.joined(separator: ", ")
        return difference(
            .avroFieldAmbiguous, at: places,
            description: {
                "The field '\(field.name)' at path '\($0)' in the \(direction.reader) schema matches "
                    + "several fields in the \(direction.writer) schema by its name and aliases"
            },
            additionalInfo: "[\(names)]",
            why: "The \(direction.writer) schema writes \(names), and the field '\(field.name)' of the "
                + "\(direction.reader) schema claims all of them, so which value it takes can't be told.",
            remedy: direction.choose(
                "Remove those aliases of the field '\(field.name)' that name other fields of the old schema.",
                "Do not write the fields \(names) side by side: the old schema takes them for one."))
    }
}
