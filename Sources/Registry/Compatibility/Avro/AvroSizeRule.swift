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
    func compareSizes(_ reader: AvroFixed, _ writer: AvroFixed, at places: AvroPlaces) -> [AvroDifference] {
        guard reader.size != writer.size else { return [] }
        return [
            difference(
                .avroFixedSize, at: places.part("size"),
                description: {
                    "The size of FIXED type field at path '\($0)' in the \(direction.reader) schema "
                        + "does not match with the \(direction.writer) schema"
                },
                additionalInfo: "expected: \(writer.size), found: \(reader.size)",
                why:
                    "The \(direction.writer) schema writes '\(writer.name.fullName)' as \(writer.size) bytes without a "
                    + "length, and the \(direction.reader) schema takes \(reader.size).",
                remedy:
                    "Keep the size of \(direction == .backward ? writer.size : reader.size) bytes, or add a field of "
                    + "a new fixed type.")
        ]
    }
}
