// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroLogicalType = CompatibilityRule(
        "avro/logical-type-changed", type: "LOGICAL_TYPE_MISMATCH",
        "Logical types are the writer's, decimals with its precision and scale.",
        mending: "Keep the logical type, or add a field of another name.", policies: [.strict])
}

// `STRICT`: the same bytes mean something else under another logical type.
extension AvroCompatibility {
    func compareLogicalTypes(_ reader: AvroType, _ writer: AvroType, at places: AvroPlaces) -> [AvroDifference] {
        guard isStrict, reader.logicalType != writer.logicalType else { return [] }
        let readerName = reader.logicalType?.description ?? "none"
        let writerName = writer.logicalType?.description ?? "none"
        let wanted = direction == .backward ? writer.logicalType : reader.logicalType
        return [
            difference(
                .avroLogicalType, at: places,
                description: {
                    "The logical type (path '\($0)') of a field in the \(direction.reader) schema does "
                        + "not match with the \(direction.writer) schema"
                },
                additionalInfo: "reader logical type: \(readerName), writer logical type: \(writerName)",
                why: "The \(direction.writer) schema writes \(self.writer.describe(writer)), and the "
                    + "\(direction.reader) schema takes the same bytes for \(self.reader.describe(reader)).",
                remedy: wanted.map { "Keep the logical type \($0), or add a field of another name." }
                    ?? "Leave the logical type out, or add a field of another name.")
        ]
    }
}
