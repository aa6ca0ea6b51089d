// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A schema that is given to the generator: an `.avsc` file, or a subject's version from a registry.
public struct SchemaFile: Sendable, Hashable {
    /// The base name without its extension, such as `product_view`: the event type, and the generated file's name.
    public let name: String
    /// Where it comes from, for diagnostics.
    public let path: String
    public let text: String
    /// The registry's id, if it comes from one.
    public let schemaID: Int32?

    public init(name: String, path: String, text: String, schemaID: Int32? = nil) {
        self.name = name
        self.path = path
        self.text = text
        self.schemaID = schemaID
    }

    /// A version of a registry's subject; of `events.product_view-value` the name is `product_view`.
    public init(subject: String, text: String, schemaID: Int32) {
        var name = subject[...]
        if name.hasSuffix("-value") { name = name.dropLast(6) }
        if name.hasPrefix("events.") { name = name.dropFirst(7) }
        let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
        self.init(name: safe, path: subject, text: text, schemaID: schemaID)
    }
}
