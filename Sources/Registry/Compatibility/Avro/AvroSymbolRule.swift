// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroEnumSymbols = CompatibilityRule(
        "avro/enum-symbols-missing", type: "MISSING_ENUM_SYMBOLS",
        "The reader's enum has every symbol of the writer's, or a default.",
        mending: "Keep the symbols, or give the enum a default, which is read in place of unknown symbols.",
        policies: CompatibilityPolicy.allCases)
}

// Symbols of the writer that the reader lacks are fine only if the reader's enum has a default.
extension AvroCompatibility {
    func compareSymbols(_ reader: AvroEnum, _ writer: AvroEnum, at places: AvroPlaces) -> [AvroDifference] {
        guard reader.defaultSymbol == nil else { return [] }
        let known = Set(reader.symbols)
        // Java's order is that of UTF-16; symbols are ASCII.
        let missing = Set(writer.symbols).subtracting(known).sorted()
        guard !missing.isEmpty else { return [] }
        let list = "[\(missing.joined(separator: ", "))]"
        let first = writer.symbols.firstIndex { !known.contains($0) } ?? 0
        return [
            difference(
                .avroEnumSymbols, at: places.part("symbols").writerPart(String(first)),
                description: {
                    "The \(direction.reader) schema is missing enum symbols '\(list)' at path "
                        + "'\($0)' in the \(direction.writer) schema"
                },
                additionalInfo: list,
                why: "Records of the \(direction.writer) schema may hold \(Self.few(missing)), and the enum "
                    + "'\(reader.name.fullName)' of the \(direction.reader) schema has no default to read in its place.",
                remedy: direction.choose(
                    "Put \(Self.few(missing)) back into the enum, or give it a default.",
                    "Leave \(Self.few(missing)) out: the enum of the old schema has no default for unknown symbols."))
        ]
    }

    /// The first names of a list that may be long.
    private static func few(_ names: [String]) -> String {
        let shown = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
