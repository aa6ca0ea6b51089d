// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// The two functions that every generated type has.
enum Codec {
    static func reading(_ body: [Statement]) -> Function {
        Function(
            parameters: [
                .init(label: "from", name: "reader", passing: .inPlace, type: .named("AvroReader"))
            ], errors: .codecError, body: body)
    }

    static func writing(_ body: [Statement]) -> Function {
        Function(
            name: "encode",
            parameters: [
                .init(label: "into", name: "writer", passing: .inPlace, type: .named("AvroWriter"))
            ], body: body)
    }
}

/// Doc comments made of a schema's.
enum Doc {
    /// What the schema says of a type, and what it is there.
    static func type(_ doc: String?, _ kind: String, _ name: AvroName) -> Documentation {
        paragraphs(doc) + ["Avro \(kind) `\(name.fullName)`."]
    }

    /// A schema's text, in its paragraphs.
    static func paragraphs(_ doc: String?) -> Documentation {
        guard let doc else { return [] }
        return doc.split(separator: "\n\n").map { String($0) }.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
