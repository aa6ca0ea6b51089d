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
        switch (reader.kind, writer.kind) {
        case (.null, .null), (.boolean, .boolean), (.int, .int): []
        case (.long, .int), (.long, .long): []
        case (.float, .int), (.float, .long), (.float, .float): []
        case (.double, .int), (.double, .long), (.double, .float), (.double, .double): []
        case (.string, .string), (.string, .bytes), (.bytes, .bytes), (.bytes, .string): []
        default: [typeMismatch(reader, writer, at: places)]
        }
    }

    func typeMismatch(_ reader: AvroType, _ writer: AvroType, at places: AvroPlaces) -> AvroDifference {
        let (readerKind, writerKind) = (self.reader.kindName(reader), self.writer.kindName(writer))
        let (readerText, writerText) = (self.reader.describe(reader), self.writer.describe(writer))
        return difference(
            .avroType, at: places, description: typeSentence(at: places),
            additionalInfo: "reader type: \(readerKind) not compatible with writer type: \(writerKind)",
            why:
                "The \(direction.writer) schema writes \(writerText), which the \(direction.reader) schema can't read as "
                + "\(readerText).",
            remedy: "Keep the type \(direction.choose(writerText, readerText)), or add a field of another name.")
    }

    func typeSentence(at places: AvroPlaces) -> String {
        "The type (path '\(places.text)') of a field in the \(direction.reader) schema does not match with the "
            + "\(direction.writer) schema"
    }
}
