// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// An extension of a message, whatever the message and its type: what JSON needs to know of it.
public protocol ProtobufExtensionField: Sendable {
    /// The full name of the message that it extends.
    var extendee: String { get }
    /// The full name.
    var name: String { get }
    /// Reads the extension from JSON into a message's unknown fields.
    func merge(into fields: inout ProtobufUnknownFields, from json: inout ProtobufJSONReader) throws(CodecError)
    /// Writes the extension as a member, if the message has it.
    func encode(_ fields: ProtobufUnknownFields, into json: inout ProtobufJSONWriter) throws(CodecError)
}

extension ProtobufExtension: ProtobufExtensionField {
    public var extendee: String { Message.protobufName }

    public func merge(
        into fields: inout ProtobufUnknownFields, from json: inout ProtobufJSONReader
    ) throws(CodecError) {
        guard let value = try json.value(Coding.self) else { return }
        var message = Message()
        message.unknownFields = fields
        message.set(value, of: self)
        fields = message.unknownFields
    }

    public func encode(_ fields: ProtobufUnknownFields, into json: inout ProtobufJSONWriter) throws(CodecError) {
        var message = Message()
        message.unknownFields = fields
        guard let value = try message.value(of: self) else { return }
        json.name("[\(name)]")
        try Coding.write(value, into: &json)
    }
}

extension ProtobufRepeatedExtension: ProtobufExtensionField {
    public var extendee: String { Message.protobufName }

    public func merge(
        into fields: inout ProtobufUnknownFields, from json: inout ProtobufJSONReader
    ) throws(CodecError) {
        var values: [Coding.Value] = []
        try json.append(Coding.self, to: &values)
        var message = Message()
        message.unknownFields = fields
        message.set(values, of: self)
        fields = message.unknownFields
    }

    public func encode(_ fields: ProtobufUnknownFields, into json: inout ProtobufJSONWriter) throws(CodecError) {
        var message = Message()
        message.unknownFields = fields
        let values = try message.values(of: self)
        guard !values.isEmpty else { return }
        json.name("[\(name)]")
        try json.elements(Coding.self, values)
    }
}
