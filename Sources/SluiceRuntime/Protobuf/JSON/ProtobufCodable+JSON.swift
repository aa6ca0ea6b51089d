// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// ProtoJSON, as the well-known types and all generated messages have it.

extension ProtobufCodable {
    /// Reads a whole message from ProtoJSON.
    public init(protobufJSON text: String, options: ProtobufJSONOptions = ProtobufJSONOptions()) throws(CodecError) {
        try self.init(protobufJSON: Array(text.utf8), options: options)
    }

    /// Reads a whole message from ProtoJSON in UTF-8.
    public init(protobufJSON bytes: [UInt8], options: ProtobufJSONOptions = ProtobufJSONOptions()) throws(CodecError) {
        self.init()
        let raw = bytes.span.bytes
        try raw.withUnsafeBytes { raw throws(CodecError) in
            var reader = try ProtobufJSONReader(raw, options: options)
            try merge(from: &reader)
            try reader.expectEnd()
            if let path = missingRequiredField() {
                throw CodecError(path: path, offset: reader.position, reason: .missingRequiredField)
            }
        }
    }

    /// The message as ProtoJSON.
    ///
    /// - Throws: `CodecError` if a well-known type has a value that its form has no text for, or a
    ///   `google.protobuf.Any` holds a type that is not registered.
    public func protobufJSON(options: ProtobufJSONOptions = ProtobufJSONOptions()) throws(CodecError) -> String {
        var writer = ProtobufJSONWriter(options: options)
        try encode(into: &writer)
        return writer.text
    }

    public static var jsonForm: ProtobufJSONForm { .fields }

    /// Reads an object whose members are the message's fields.
    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        try reader.begin(0x7B)
        try mergeMembers(from: &reader, passing: nil)
    }

    /// Reads the members of an object, whose brace has been read.
    ///
    /// - Parameter passed: a member that is no field and was read before.
    mutating func mergeMembers(from reader: inout ProtobufJSONReader, passing passed: String?) throws(CodecError) {
        var isFirst = true
        while let name = try reader.nextName(&isFirst) {
            do throws(CodecError) {
                if let number = Self.protobufFields[name] {
                    try merge(field: number, from: &reader)
                } else if name == passed {
                    try reader.skipValue()
                } else if name.hasPrefix("["), let field = reader.extensionField(named: name, of: Self.protobufName) {
                    var fields = unknownFields
                    try field.merge(into: &fields, from: &reader)
                    unknownFields = fields
                } else {
                    guard reader.options.ignoresUnknownFields else {
                        throw CodecError(offset: reader.position, reason: .unknownField)
                    }
                    try reader.skipValue()
                }
            } catch {
                throw error.within(name)
            }
        }
    }

    /// Writes an object with a member for each field.
    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        writer.begin(0x7B)
        try encodeMembers(into: &writer)
        writer.end(0x7D)
    }

    /// Writes the members for the fields, and for the extensions that are registered.
    func encodeMembers(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try encodeFields(into: &writer)
        guard !unknownFields.isEmpty else { return }
        for field in writer.options.types.extensions(of: Self.protobufName) {
            try field.encode(unknownFields, into: &writer)
        }
    }
}
