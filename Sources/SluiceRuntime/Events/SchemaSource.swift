// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a registry knows of a schema id.
public struct RegisteredSchema: Sendable, Hashable {
    public let id: Int32
    public let type: SchemaType
    /// The schema's text as it was registered.
    public let text: String

    public init(id: Int32, type: SchemaType, text: String) {
        self.id = id
        self.type = type
        self.text = text
    }
}

/// The kind of a schema; the raw value is the registry's name for it.
public enum SchemaType: String, Sendable, Hashable, Codable {
    case avro = "AVRO"
    case protobuf = "PROTOBUF"
}

/// Where readers of events get the schemas of ids that they meet.
///
/// Calls may block: they come from threads of the caller's own, never from Swift's cooperative pool.
public protocol SchemaSource: Sendable {
    func schema(id: Int32) throws -> RegisteredSchema
}
