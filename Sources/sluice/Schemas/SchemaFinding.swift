// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Something that is wrong with a schema's file, and where: what `check` and `lint` print, as text, JSON or SARIF.
struct SchemaFinding: Sendable, Hashable {
    enum Severity: String, Sendable, Hashable { case error, warning }

    /// A place in a text.
    struct Place: Sendable, Hashable {
        /// From 1.
        var line: Int
        /// From 1, in Unicode scalars.
        var column: Int
        /// A JSON pointer or a Protobuf path; empty for the whole.
        var path: String
    }

    /// Where the finding comes from in another text, such as the registered version.
    struct Related: Sendable, Hashable {
        /// Such as `events.purchase-value version 3`.
        var label: String
        /// What it is fetched by: a URL, or a path.
        var location: String
        var text: String
        var place: Place?
    }

    /// A record that shows it.
    struct Example: Sendable, Hashable {
        var record: JSONValue
        /// What the reader says of it.
        var reason: String
    }

    /// Stable, such as `avro/field-missing-default` or `lint/field-doc`.
    var rule: String
    var severity: Severity
    /// What is wrong, in a sentence without the place.
    var message: String
    /// What would go wrong; empty if the message says it.
    var why = ""
    /// What mends it; empty if that is not known.
    var remedy = ""
    /// As messages show it.
    var file: String
    var text: String
    var place: Place
    var related: [Related] = []
    var example: Example?
}

extension SchemaFinding.Place {
    /// The start of a text.
    static let start = SchemaFinding.Place(line: 1, column: 1, path: "")

    /// A part of a JSON text; the start of the text if that is none.
    init(_ pointer: JSONPointer, in document: JSONDocument?) {
        let position = document?.position(of: pointer)
        self.init(line: position?.line ?? 1, column: position?.column ?? 1, path: pointer.description)
    }
}

extension JSONPointer {
    /// Reads a pointer's text (RFC 6901); nil if it does not begin with a slash and is not empty.
    init?(text: String) {
        guard text.isEmpty || text.hasPrefix("/") else { return nil }
        self.init(
            text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
                String($0).replacing("~1", with: "/").replacing("~0", with: "~")
            })
    }
}
