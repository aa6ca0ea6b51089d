// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroSchema {
    /// Parses a schema's JSON text (specification 1.12, "Schema Declaration").
    ///
    /// What the specification forbids is refused: names with other characters than `[A-Za-z0-9_]`, two definitions of
    /// one name, unions within unions or with two branches of one type, defaults that do not fit their type, symbols
    /// or fields that occur twice.
    /// - Parameter references: schemas whose named types the text may use without defining them.
    public static func parse(_ text: String, references: [AvroSchema] = []) throws(AvroSchemaError) -> AvroSchema {
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
            return AvroSchema(root: root, types: parser.types, text: text)
        } catch {
            let position = document.position(of: error.pointer)
            throw AvroSchemaError(
                message: error.message, pointer: error.pointer, line: position.line, column: position.column)
        }
    }
}
