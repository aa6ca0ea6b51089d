// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

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
                type: "MISSING_ENUM_SYMBOLS", path: place.description,
                description: "The \(direction.reader) schema is missing enum symbols '\(list)' at path '\(place)' "
                    + "in the \(direction.writer) schema",
                additionalInfo: list)
        ]
    }
}
