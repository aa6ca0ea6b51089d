// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension SchemaParser {
    mutating func parseProtobuf(_ text: String, _ references: [SchemaReference]) throws -> ProtobufSchema {
        guard !text.utf8.contains(0) else {
            throw RegistryError.invalidSchema("Invalid schema of type PROTOBUF, details: it has a character U+0000")
        }
        let files = try files(of: references)
        return try Self.refusing { try ProtobufSchema.parse(text, references: files) }
    }

    mutating func normalForm(of schema: ProtobufSchema, _ references: [SchemaReference]) throws -> ProtobufSchema {
        let files = try files(of: references)
        return try Self.refusing { try schema.normalized(references: files) }
    }

    private static func refusing(_ parse: () throws -> ProtobufSchema) throws -> ProtobufSchema {
        do { return try parse() } catch {
            throw RegistryError.invalidSchema("Invalid schema of type PROTOBUF, details: \(error)")
        }
    }

    /// The files that may be imported, under the names that imports use: those of the references, and theirs.
    private mutating func files(of references: [SchemaReference]) throws -> [String: String] {
        var files: [String: String] = [:]
        try collect(references, into: &files)
        return files
    }

    private mutating func collect(_ references: [SchemaReference], into files: inout [String: String]) throws {
        for reference in references {
            let target = target(of: reference)
            // A file that is there under its name has brought its references: what many refer to is followed once.
            if let known = protobufFiles[target], files[reference.name] == known.text { continue }
            let content = try protobufFiles[target] ?? content(of: reference, .protobuf)
            protobufFiles[target] = content
            if let other = files.updateValue(content.text, forKey: reference.name), other != content.text {
                throw RegistryError.invalidSchema(
                    "Two references have the name \"\(reference.name)\", and different schemas.")
            }
            try following(reference) { try $0.collect(content.references, into: &files) }
        }
    }
}
