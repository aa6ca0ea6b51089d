// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A difference before lines and columns are known.
struct AvroDifference {
    var difference: CompatibilityDifference
    var reader: JSONPointer
    var writer: JSONPointer
}

extension AvroCompatibility {
    /// A difference at a place.
    ///
    /// - Parameter description: made of the path.
    func difference(
        _ rule: CompatibilityRule, type: String? = nil, at places: AvroPlaces, description: (String) -> String,
        additionalInfo: String, why: String, remedy: String
    ) -> AvroDifference {
        let pointers = places.pointers(reader: reader, writer: writer)
        return AvroDifference(
            difference: CompatibilityDifference(
                rule: rule, direction: direction, type: type, path: pointers.text,
                description: description(pointers.text), additionalInfo: additionalInfo, why: why, remedy: remedy),
            reader: pointers.reader.pointer, writer: pointers.writer.pointer)
    }
}

extension [AvroDifference] {
    /// The differences with lines and columns; each text is walked once.
    func located(reader: AvroSchema, writer: AvroSchema) -> [CompatibilityDifference] {
        guard !isEmpty else { return [] }
        let readerPlaces = reader.places(of: map(\.reader))
        let writerPlaces = writer.places(of: map(\.writer))
        return zip(self, zip(readerPlaces, writerPlaces)).map { found, places in
            var difference = found.difference
            let isBackward = difference.direction == .backward
            difference.newPlace = isBackward ? places.0 : places.1
            difference.oldPlace = isBackward ? places.1 : places.0
            return difference
        }
    }
}

extension AvroSchema {
    /// Pointers with their lines and columns.
    fileprivate func places(of pointers: [JSONPointer]) -> [SchemaPlace] {
        zip(pointers, positions(of: pointers)).map {
            SchemaPlace(path: $0.description, line: $1.line, column: $1.column)
        }
    }
}
