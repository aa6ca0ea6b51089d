// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Where a comparison of two types stands: in the established messages, and in each schema's text.
struct AvroPlaces {
    /// Through all uses of types, as if each were written out where it is used.
    private(set) var path = JSONPointer()
    private(set) var reader = TextPlace()
    private(set) var writer = TextPlace()

    /// A place in a schema's text.
    struct TextPlace {
        private(set) var pointer = JSONPointer()
        /// Whether it is within a type that came by a reference: then the place of its use is the nearest there is.
        private var isElsewhere = false

        func appending(_ token: String) -> TextPlace {
            guard !isElsewhere else { return self }
            var place = self
            place.pointer = pointer.appending(token)
            return place
        }

        /// Goes to the type's definition.
        func entering(_ definition: JSONPointer?) -> TextPlace {
            var place = self
            if let definition { place.pointer = definition } else { place.isElsewhere = true }
            return place
        }
    }

    /// A part that both have under one name.
    func appending(_ token: String) -> AvroPlaces {
        var places = reading(token).writing(token)
        places.path = path.appending(token)
        return places
    }

    /// A part of the reader, which gives the path.
    func appending(reader tokens: String...) -> AvroPlaces {
        var places = self
        for token in tokens {
            places.path = places.path.appending(token)
            places.reader = places.reader.appending(token)
        }
        return places
    }

    /// A branch of the writer's union, which the path shows too.
    func appending(branch index: Int) -> AvroPlaces {
        var places = writing(String(index))
        places.path = path.appending(index)
        return places
    }

    /// A part of the reader's text that the path does not show.
    func reading(_ token: String) -> AvroPlaces {
        var places = self
        places.reader = reader.appending(token)
        return places
    }

    /// A part of the writer's text that the path does not show.
    func writing(_ tokens: String...) -> AvroPlaces {
        var places = self
        for token in tokens { places.writer = places.writer.appending(token) }
        return places
    }

    /// The definitions of two named types.
    func entering(_ readerDefinition: JSONPointer?, _ writerDefinition: JSONPointer?) -> AvroPlaces {
        var places = self
        places.reader = reader.entering(readerDefinition)
        places.writer = writer.entering(writerDefinition)
        return places
    }

    /// The path as messages write it: the whole schema is "/".
    var text: String { path.tokens.isEmpty ? "/" : path.description }
}

/// A difference before lines and columns are known.
struct AvroDifference {
    var difference: CompatibilityDifference
    var reader: JSONPointer
    var writer: JSONPointer
}

extension AvroCompatibility {
    /// A difference at a place.
    func difference(
        _ rule: CompatibilityRule, type: String? = nil, at places: AvroPlaces, description: String,
        additionalInfo: String, why: String, remedy: String
    ) -> AvroDifference {
        AvroDifference(
            difference: CompatibilityDifference(
                rule: rule, direction: direction, type: type, path: places.text, description: description,
                additionalInfo: additionalInfo, why: why, remedy: remedy),
            reader: places.reader.pointer, writer: places.writer.pointer)
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
