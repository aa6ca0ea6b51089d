// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

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
            type: "TYPE_MISMATCH", path: path(place),
            description: "The type (path '\(path(place))') of a field in the \(direction.reader) schema does not match "
                + "with the \(direction.writer) schema",
            additionalInfo: "reader type: \(readerKind) not compatible with writer type: \(writerKind)")
    }
}
