// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroEnumSymbols = CompatibilityRule(
        "avro/enum-symbols-missing", type: "MISSING_ENUM_SYMBOLS",
        "The reader's enum has every symbol of the writer's, or a default.",
        mending: "Keep the symbols, or give the enum a default, which is read in place of unknown symbols.",
        policies: CompatibilityPolicy.allCases)
}

// Symbols of the writer that the reader lacks are fine only if the reader's enum has a default.
extension AvroCompatibility {
    func compareSymbols(
        _ reader: AvroEnum, _ writer: AvroEnum, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        let missing = Set(writer.symbols).subtracting(reader.symbols).sorted()
        guard !missing.isEmpty, reader.defaultSymbol == nil else { return [] }
        let place = place.appending("symbols")
        let list = "[\(missing.joined(separator: ", "))]"
        return [
            CompatibilityDifference(
                rule: .avroEnumSymbols, direction: direction, path: place.description,
                description: "The \(direction.reader) schema is missing enum symbols '\(list)' at path '\(place)' "
                    + "in the \(direction.writer) schema",
                additionalInfo: list,
                why:
                    "Records of the \(direction.writer) schema may hold \(list), and the enum '\(reader.name.fullName)' "
                    + "of the \(direction.reader) schema has no default to read in their place.",
                remedy: direction == .backward
                    ? "Put \(list) back, or give the enum a default."
                    : "Leave \(list) out: readers of the old schema have no default for unknown symbols.")
        ]
    }
}
