// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// Fixed types must be of one size.
extension AvroCompatibility {
    func compareSizes(
        _ reader: AvroFixed, _ writer: AvroFixed, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        guard reader.size != writer.size else { return [] }
        let place = place.appending("size")
        return [
            CompatibilityDifference(
                type: "FIXED_SIZE_MISMATCH", path: place.description,
                description: "The size of FIXED type field at path '\(place)' in the \(direction.reader) schema does "
                    + "not match with the \(direction.writer) schema",
                additionalInfo: "expected: \(writer.size), found: \(reader.size)")
        ]
    }
}
