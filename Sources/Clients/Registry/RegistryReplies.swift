// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime

/// A version of a subject.
public struct SubjectVersion: Sendable, Hashable {
    public let subject: String
    public let version: Int
    public let id: Int32
    public let text: String
    public let type: SchemaType

    public init(subject: String, version: Int, id: Int32, text: String, type: SchemaType) {
        self.subject = subject
        self.version = version
        self.id = id
        self.text = text
        self.type = type
    }
}

/// A schema that another one uses, by the name it uses it under.
public struct SchemaReference: Sendable, Hashable, Codable {
    public let name: String
    public let subject: String
    /// -1 is the newest at the time of registering.
    public let version: Int

    public init(name: String, subject: String, version: Int) {
        self.name = name
        self.subject = subject
        self.version = version
    }
}

/// The registry's verdict on a schema.
public struct Compatibility: Sendable, Hashable {
    public let isCompatible: Bool
    /// What differs, if it is not.
    public let messages: [String]
}

struct SchemaRequest: Encodable {
    let schema: String
    let schemaType: String?
    let references: [SchemaReference]?

    init(schema: String, type: SchemaType, references: [SchemaReference]) {
        self.schema = schema
        schemaType = type == .avro ? nil : "PROTOBUF"
        self.references = references.isEmpty ? nil : references
    }
}

struct SchemaReply: Decodable {
    let schema: String
    let schemaType: String?
}

struct VersionReply: Decodable {
    let subject: String
    let version: Int
    let id: Int32
    let schema: String
    let schemaType: String?
}

struct IdentityReply: Decodable {
    let id: Int32
}

struct CompatibilityReply: Decodable {
    let isCompatible: Bool
    let messages: [String]?

    enum CodingKeys: String, CodingKey {
        case isCompatible = "is_compatible"
        case messages
    }
}

struct ErrorReply: Decodable {
    let code: Int
    let message: String

    enum CodingKeys: String, CodingKey {
        case code = "error_code"
        case message
    }
}
