// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension SchemaParser {
    mutating func parseAvro(_ text: String, _ references: [SchemaReference]) throws -> AvroSchema {
        var types: [AvroSchema] = []
        for reference in references { types.append(try avro(reference)) }
        do {
            return try AvroSchema.parse(text, references: types)
        } catch {
            throw RegistryError.invalidSchema("Invalid schema of type AVRO, details: \(error)")
        }
    }

    /// The schema that is referred to, with the types that it refers to itself.
    mutating func avro(_ reference: SchemaReference) throws -> AvroSchema {
        let target = target(of: reference)
        if let known = avroSchemas[target] { return known }
        // It is read where it is referred to, and understood where it stands.
        let content = try content(of: reference, .avro)
        let schema = try following(reference) { try $0.parseAvro(content.text, content.references) }
        avroSchemas[target] = schema
        return schema
    }
}
