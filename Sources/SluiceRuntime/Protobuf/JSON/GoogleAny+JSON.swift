// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// The message within, with its type's URL.

extension GoogleAny {
    public static var jsonForm: ProtobufJSONForm { .own }

    /// A message with its type's name.
    public init(_ message: some ProtobufCodable) {
        self.init(
            typeURL: "type.googleapis.com/\(type(of: message).protobufName)", value: message.protobufBytes())
    }

    /// The message, if it is of the type; nil if it is of another one.
    public func message<Message: ProtobufCodable>(_ type: Message.Type) throws(CodecError) -> Message? {
        guard messageName == Message.protobufName else { return nil }
        return try Message(protobuf: value)
    }

    private var messageName: Substring {
        typeURL.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        guard let url = try Self.url(in: reader) else {
            // An Any with nothing in it.
            try reader.begin(0x7B)
            var isFirst = true
            guard try reader.nextName(&isFirst) == nil else { throw reader.failure("a member @type") }
            return
        }
        typeURL = url
        guard url.contains("/"), let type = reader.options.types[messageName] else {
            throw CodecError(path: "@type", offset: reader.position, reason: .unknownType(url))
        }
        var message = type.init()
        try reader.begin(0x7B)
        if type.jsonForm == .fields {
            try message.mergeMembers(from: &reader, passing: "@type")
        } else {
            try Self.mergeValue(of: &message, from: &reader)
        }
        value = message.protobufBytes()
    }

    /// Looks for the member with the type, which may stand anywhere.
    private static func url(in reader: ProtobufJSONReader) throws(CodecError) -> String? {
        var ahead = reader
        try ahead.begin(0x7B)
        var isFirst = true
        while let name = try ahead.nextName(&isFirst) {
            if name == "@type" { return try ahead.string() }
            try ahead.skipValue()
        }
        return nil
    }

    /// A type with a form of its own stands in the member `value`.
    private static func mergeValue(
        of message: inout any ProtobufCodable, from reader: inout ProtobufJSONReader
    ) throws(CodecError) {
        var isFirst = true
        var isThere = false
        while let name = try reader.nextName(&isFirst) {
            switch name {
            case "@type": try reader.skipValue()
            case "value" where !isThere:
                isThere = true
                try message.merge(from: &reader)
            default: throw CodecError(path: name, offset: reader.position, reason: .unknownField)
            }
        }
        guard isThere else { throw reader.failure("a member value") }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        guard !typeURL.isEmpty || !value.isEmpty else {
            writer.begin(0x7B)
            writer.end(0x7D)
            return
        }
        guard let type = writer.options.types[messageName] else {
            throw CodecError(path: "@type", offset: 0, reason: .unknownType(typeURL))
        }
        let message = try type.init(protobuf: value)
        writer.begin(0x7B)
        writer.name("@type")
        writer.string(typeURL)
        if type.jsonForm == .fields {
            try message.encodeMembers(into: &writer)
        } else {
            writer.name("value")
            try message.encode(into: &writer)
        }
        writer.end(0x7D)
    }
}
