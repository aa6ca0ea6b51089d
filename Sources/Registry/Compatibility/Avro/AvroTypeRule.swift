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
    func comparePrimitives(_ reader: AvroType, _ writer: AvroType, at places: AvroPlaces) -> [AvroDifference] {
        reads(reader.kind, writer.kind) ? [] : [typeMismatch(reader, writer, at: places)]
    }

    /// Whether one primitive type reads another.
    func reads(_ reader: AvroType.Kind, _ writer: AvroType.Kind) -> Bool {
        switch (reader, writer) {
        case (.null, .null), (.boolean, .boolean), (.int, .int), (.long, .int), (.long, .long), (.float, .int),
            (.float, .long), (.float, .float), (.double, .int), (.double, .long), (.double, .float),
            (.double, .double), (.string, .string), (.string, .bytes), (.bytes, .bytes), (.bytes, .string):
            true
        default: false
        }
    }

    func typeMismatch(_ reader: AvroType, _ writer: AvroType, at places: AvroPlaces) -> AvroDifference {
        let (readerKind, writerKind) = (self.reader.kindName(reader), self.writer.kindName(writer))
        let (readerText, writerText) = (self.reader.describe(reader), self.writer.describe(writer))
        return difference(
            .avroType, at: places, description: typeSentence,
            additionalInfo: "reader type: \(readerKind) not compatible with writer type: \(writerKind)",
            why:
                "The \(direction.writer) schema writes \(writerText), which the \(direction.reader) schema can't read as "
                + "\(readerText).",
            remedy: "Keep the type \(direction.choose(writerText, readerText)), or add a field of another name.")
    }

    func typeSentence(_ path: String) -> String {
        "The type (path '\(path)') of a field in the \(direction.reader) schema does not match with the "
            + "\(direction.writer) schema"
    }
}
