// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroFixedSize = CompatibilityRule(
        "avro/fixed-size-mismatch", type: "FIXED_SIZE_MISMATCH", "Fixed types have the writer's size.",
        mending: "Keep the size, or add a field of a new fixed type.", policies: CompatibilityPolicy.allCases)
}

// Fixed types must be of one size.
extension AvroCompatibility {
    func compareSizes(
        _ reader: AvroFixed, _ writer: AvroFixed, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        guard reader.size != writer.size else { return [] }
        let place = place.appending("size")
        return [
            CompatibilityDifference(
                rule: .avroFixedSize, direction: direction, path: place.description,
                description: "The size of FIXED type field at path '\(place)' in the \(direction.reader) schema does "
                    + "not match with the \(direction.writer) schema",
                additionalInfo: "expected: \(writer.size), found: \(reader.size)",
                why:
                    "Values of '\(writer.name.fullName)' are written as \(writer.size) bytes without a length, and the "
                    + "\(direction.reader) schema takes \(reader.size).",
                remedy: "Keep the size of \(direction == .backward ? writer.size : reader.size) bytes, or use a new "
                    + "fixed type in a new field.")
        ]
    }
}
