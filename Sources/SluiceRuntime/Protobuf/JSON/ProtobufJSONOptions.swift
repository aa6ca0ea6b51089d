// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How Protobuf messages are read from and written as JSON.
public struct ProtobufJSONOptions: Sendable {
    /// Whether members that the message does not know, and names that an enum does not know, are passed over.
    public var ignoresUnknownFields: Bool
    /// What may stand in a `google.protobuf.Any`, and the extensions.
    public var types: ProtobufTypeRegistry

    public init(ignoresUnknownFields: Bool = false, types: ProtobufTypeRegistry = ProtobufTypeRegistry()) {
        self.ignoresUnknownFields = ignoresUnknownFields
        self.types = types
    }
}

/// The messages that may stand in a `google.protobuf.Any`, by their names, and the extensions that JSON may have.
public struct ProtobufTypeRegistry: Sendable {
    private var types: [String: any ProtobufCodable.Type] = [:]
    private var extensions: [String: [any ProtobufExtensionField]] = [:]

    /// - Parameter types: beside the well-known types, which are always there.
    public init(_ types: [any ProtobufCodable.Type] = [], extensions: [any ProtobufExtensionField] = []) {
        for type in Self.wellKnown + types { self.types[type.protobufName] = type }
        for field in extensions { self.extensions[field.extendee, default: []].append(field) }
    }

    subscript(name: some StringProtocol) -> (any ProtobufCodable.Type)? { types[String(name)] }

    func extensions(of message: String) -> [any ProtobufExtensionField] { extensions[message] ?? [] }

    private static var wellKnown: [any ProtobufCodable.Type] {
        [
            GoogleAny.self, GoogleBoolValue.self, GoogleBytesValue.self, GoogleDoubleValue.self, GoogleDuration.self,
            GoogleEmpty.self, GoogleFieldMask.self, GoogleFloatValue.self, GoogleInt32Value.self, GoogleInt64Value.self,
            GoogleListValue.self, GoogleStringValue.self, GoogleStruct.self, GoogleTimestamp.self,
            GoogleUInt32Value.self, GoogleUInt64Value.self, GoogleValue.self,
        ]
    }
}

/// The names of a message's fields, and of each the number.
public struct ProtobufFieldNames: Sendable {
    private let numbers: [String: Int]

    /// - Parameter fields: numbers, names in the `.proto` file, and names in JSON where they differ.
    public init(_ fields: [(number: Int, name: StaticString, json: StaticString?)]) {
        var numbers: [String: Int] = [:]
        for field in fields { numbers[field.name.description] = field.number }
        // What is a name in JSON is no other field's name in the file.
        for field in fields { numbers[(field.json ?? field.name).description] = field.number }
        self.numbers = numbers
    }

    /// The number of the field that JSON calls so, by either name.
    subscript(name: String) -> Int? { numbers[name] }
}

/// How a message stands in JSON.
public enum ProtobufJSONForm: Sendable {
    /// As an object with a member for each field.
    case fields
    /// In a form of its own, as most well-known types have one.
    case own
    /// In a form of its own, of which `null` is a value.
    case ownWithNull
}

// What a message with a form of its own need not have.
extension ProtobufCodable {
    public static var protobufFields: ProtobufFieldNames { ProtobufFieldNames([]) }

    public mutating func merge(field number: Int, from reader: inout ProtobufJSONReader) throws(CodecError) {}

    public func encodeFields(into writer: inout ProtobufJSONWriter) throws(CodecError) {}
}
