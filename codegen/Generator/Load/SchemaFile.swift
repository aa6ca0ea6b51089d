// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A schema that is given to the generator: an `.avsc` or `.proto` file, or a subject's version from a registry.
public struct SchemaFile: Sendable, Hashable {
    /// The raw values are the files' extensions.
    public enum Format: String, Sendable, Hashable {
        case avro = "avsc"
        case protobuf = "proto"
    }

    public let format: Format
    /// The base name without its extension, such as `product_view`: the event type, and the generated file's name.
    public let name: String
    /// Where it comes from, for diagnostics; of a `.proto` file also what imports name.
    public let path: String
    public let text: String
    /// The registry's id, if it comes from one.
    public let schemaID: Int32?
    /// Whether the text is a file's descriptor in base64, out of a `FileDescriptorSet`.
    public let isDescriptor: Bool

    public init(
        name: String, path: String, text: String, format: Format = .avro, schemaID: Int32? = nil,
        isDescriptor: Bool = false
    ) {
        self.format = format
        self.isDescriptor = isDescriptor
        self.name = name
        self.path = path
        self.text = text
        self.schemaID = schemaID
    }

    /// The base name with its extension.
    public var fileName: String { "\(name).\(format.rawValue)" }

    /// A version of a registry's subject; of `events.product_view-value` the name is `product_view`.
    public init(subject: String, text: String, format: Format = .avro, schemaID: Int32) {
        var name = subject[...]
        if name.hasSuffix("-value") { name = name.dropLast(6) }
        if name.hasPrefix("events.") { name = name.dropFirst(7) }
        let safe = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
        self.init(name: safe, path: subject, text: text, format: format, schemaID: schemaID)
    }
}
