// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension SchemaParser {
    mutating func parseProtobuf(_ text: String, _ references: [SchemaReference]) throws -> ProtobufSchema {
        var files: [String: String] = [:]
        try collect(references, into: &files)
        guard !text.utf8.contains(0) else {
            throw RegistryError.invalidSchema("Invalid schema of type PROTOBUF, details: it has a character U+0000")
        }
        do {
            return try ProtobufSchema.parse(text, references: files)
        } catch {
            throw RegistryError.invalidSchema("Invalid schema of type PROTOBUF, details: \(error)")
        }
    }

    /// Collects the files that may be imported, under the names that imports use: those of the references, and theirs.
    private mutating func collect(_ references: [SchemaReference], into files: inout [String: String]) throws {
        for reference in references {
            let target = target(of: reference)
            let content = try protobufFiles[target] ?? content(of: reference, .protobuf)
            protobufFiles[target] = content
            try add(content.text, as: reference.name, to: &files)
            try following(reference) { try $0.collect(content.references, into: &files) }
        }
    }

    private func add(_ text: String, as name: String, to files: inout [String: String]) throws {
        if let other = files.updateValue(text, forKey: name), other != text {
            throw RegistryError.invalidSchema("Two references have the name \"\(name)\", and different schemas.")
        }
    }
}
