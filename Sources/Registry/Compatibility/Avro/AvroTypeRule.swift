// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroType = CompatibilityRule(
        "avro/type-mismatch", type: "TYPE_MISMATCH",
        "The reader's type is the writer's, or one that the writer's is promoted to.",
        mending:
            "Keep the type, widen it (int to long, float or double; long to float or double; float to double; string "
            + "to bytes and back), or add a field of another name.",
        policies: CompatibilityPolicy.allCases)
}

// Types must be the same, or the writer's must be promotable: int → long, float, double; long → float, double;
// float → double; string ↔ bytes.
extension AvroCompatibility {
    func comparePrimitives(
        _ reader: AvroType, _ writer: AvroType, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        switch (reader.kind, writer.kind) {
        case (.null, .null), (.boolean, .boolean), (.int, .int): []
        case (.long, .int), (.long, .long): []
        case (.float, .int), (.float, .long), (.float, .float): []
        case (.double, .int), (.double, .long), (.double, .float), (.double, .double): []
        case (.string, .string), (.string, .bytes), (.bytes, .bytes), (.bytes, .string): []
        default: [typeMismatch(reader, writer, at: place)]
        }
    }

    func typeMismatch(_ reader: AvroType, _ writer: AvroType, at place: JSONPointer) -> CompatibilityDifference {
        let (readerKind, writerKind) = (self.reader.kindName(reader), self.writer.kindName(writer))
        return CompatibilityDifference(
            rule: .avroType, direction: direction, path: path(place),
            description: "The type (path '\(path(place))') of a field in the \(direction.reader) schema does not match "
                + "with the \(direction.writer) schema",
            additionalInfo: "reader type: \(readerKind) not compatible with writer type: \(writerKind)",
            why: "The \(direction.writer) schema writes \(self.writer.describe(writer)), which can't be read as "
                + "\(self.reader.describe(reader)).",
            remedy:
                "Keep the type \(direction == .backward ? self.writer.describe(writer) : self.reader.describe(reader)),"
                + " or add a field of another name.")
    }
}
