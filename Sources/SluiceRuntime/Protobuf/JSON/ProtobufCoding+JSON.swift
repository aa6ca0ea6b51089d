// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// How values stand in ProtoJSON.

extension ProtobufCoding {
    public static var acceptsNull: Bool { false }

    public static func read(
        merging value: Value, from json: inout ProtobufJSONReader
    ) throws(CodecError) -> Value? {
        try read(from: &json)
    }
}

/// Integers are numbers, those of 64 bits in quotes; both are read in quotes and without.
extension ProtobufCoding where Value: FixedWidthInteger {
    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> Value? { try json.integer() }

    public static func write(_ value: Value, into json: inout ProtobufJSONWriter) throws(CodecError) {
        if Value.bitWidth == 64 { json.string(String(value)) } else { json.plain(String(value)) }
    }
}

extension ProtobufKeyCoding where Value: FixedWidthInteger {
    public static func key(_ text: String) -> Value? { ProtobufJSONNumber.integer(text) }

    public static func text(_ value: Value) -> String { String(value) }
}

extension ProtobufFloat {
    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> Float? { try json.float() }

    public static func write(_ value: Float, into json: inout ProtobufJSONWriter) throws(CodecError) {
        json.float(value)
    }
}

extension ProtobufDouble {
    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> Double? { try json.float() }

    public static func write(_ value: Double, into json: inout ProtobufJSONWriter) throws(CodecError) {
        json.float(value)
    }
}

extension ProtobufBool {
    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> Bool? { try json.boolean() }

    public static func write(_ value: Bool, into json: inout ProtobufJSONWriter) throws(CodecError) {
        json.plain(value ? "true" : "false")
    }

    public static func key(_ text: String) -> Bool? { text == "true" ? true : text == "false" ? false : nil }

    public static func text(_ value: Bool) -> String { value ? "true" : "false" }
}

extension ProtobufString {
    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> String? { try json.string() }

    public static func write(_ value: String, into json: inout ProtobufJSONWriter) throws(CodecError) {
        json.string(value)
    }

    public static func key(_ text: String) -> String? { text }

    public static func text(_ value: String) -> String { value }
}

extension ProtobufBytes {
    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> [UInt8]? {
        guard let bytes = ProtobufBase64.decode(try json.string()) else { throw json.failure("bytes in base64") }
        return bytes
    }

    public static func write(_ value: [UInt8], into json: inout ProtobufJSONWriter) throws(CodecError) {
        json.string(ProtobufBase64.encode(value))
    }
}

extension ProtobufEnumCoding {
    public static var acceptsNull: Bool { Value.acceptsNull }

    /// A name or a number.
    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> Value? {
        if Value.acceptsNull, try json.takeNull() { return Value.zero }
        let value: Value?
        if json.peek() == 0x22 {
            value = Value(name: try json.string())
        } else {
            value = Value(number: try json.integer())
        }
        guard value != nil || json.options.ignoresUnknownFields else {
            throw json.failure("a name or number of \(Value.protobufName)")
        }
        return value
    }

    public static func write(_ value: Value, into json: inout ProtobufJSONWriter) throws(CodecError) {
        if Value.acceptsNull { return json.plain("null") }
        if let name = value.name { json.string(name) } else { json.plain(String(value.number)) }
    }
}

extension ProtobufNested {
    public static var acceptsNull: Bool { Value.jsonForm == .ownWithNull }

    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> Value? {
        var value = Value()
        try value.merge(from: &json)
        return value
    }

    public static func read(
        merging value: Value, from json: inout ProtobufJSONReader
    ) throws(CodecError) -> Value? {
        // A form of its own is a whole value.
        guard Value.jsonForm == .fields else { return try read(from: &json) }
        var value = value
        try value.merge(from: &json)
        return value
    }

    public static func write(_ value: Value, into json: inout ProtobufJSONWriter) throws(CodecError) {
        try value.encode(into: &json)
    }
}

extension ProtobufGroup {
    public static func read(from json: inout ProtobufJSONReader) throws(CodecError) -> Value? {
        try ProtobufNested<Value>.read(from: &json)
    }

    public static func read(
        merging value: Value, from json: inout ProtobufJSONReader
    ) throws(CodecError) -> Value? {
        try ProtobufNested<Value>.read(merging: value, from: &json)
    }

    public static func write(_ value: Value, into json: inout ProtobufJSONWriter) throws(CodecError) {
        try value.encode(into: &json)
    }
}
