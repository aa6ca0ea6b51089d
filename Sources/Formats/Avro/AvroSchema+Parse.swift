// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroSchema {
    /// Parses a schema's JSON text (specification 1.12, "Schema Declaration").
    ///
    /// What the specification forbids is refused: names with other characters than `[A-Za-z0-9_]`, two definitions of
    /// one name, unions within unions or with two branches of one type, defaults that do not fit their type, symbols
    /// or fields that occur twice.
    /// Texts of more than `maxTextBytes`, JSON that nests deeper than 128 levels, and types that nest deeper than 250
    /// levels through their names are refused too.
    /// - Parameter references: schemas whose named types the text may use without defining them.
    public static func parse(_ text: String, references: [AvroSchema] = []) throws(AvroSchemaError) -> AvroSchema {
        guard text.utf8.count <= maxTextBytes else {
            throw AvroSchemaError(
                message: "the text has \(text.utf8.count) bytes; the most is \(maxTextBytes)", pointer: nil, line: 1,
                column: 1)
        }
        let document: JSONDocument
        do {
            document = try JSONDocument(text)
        } catch {
            throw AvroSchemaError(
                message: "not valid JSON: \(error.message)", pointer: nil, line: error.position.line,
                column: error.position.column)
        }
        do {
            var parser = try AvroSchemaParser(references: references)
            let root = try parser.parseType(document.value, at: JSONPointer(), namespace: "")
            try parser.checkNesting(of: root)
            try parser.checkDefaults()
            return AvroSchema(
                root: root, types: parser.types, text: text, definitions: parser.definitions, findings: parser.findings)
        } catch {
            let position = document.position(of: error.pointer)
            throw AvroSchemaError(
                message: error.message, pointer: error.pointer, line: position.line, column: position.column)
        }
    }

    /// The longest text that is parsed.
    public static let maxTextBytes = 16 << 20

    /// Where parts of the schema's text start, one for each pointer; the deepest part that there is for those that the text
    /// lacks.
    public func positions(of pointers: [JSONPointer]) -> [TextPosition] {
        JSONDocument.positions(of: pointers, in: Array(text.utf8))
    }
}
