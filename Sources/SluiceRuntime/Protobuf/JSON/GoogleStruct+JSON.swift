// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// JSON within Protobuf: it is what it means.

extension GoogleStruct {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        guard reader.peek() == 0x7B else { throw reader.failure("an object") }
        try reader.insert(ProtobufString.self, ProtobufNested<GoogleValue>.self, into: &fields)
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try writer.entries(ProtobufString.self, ProtobufNested<GoogleValue>.self, fields)
    }
}

extension GoogleListValue {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        guard reader.peek() == 0x5B else { throw reader.failure("an array") }
        try reader.append(ProtobufNested<GoogleValue>.self, to: &values)
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try writer.elements(ProtobufNested<GoogleValue>.self, values)
    }
}

extension GoogleValue {
    public static var jsonForm: ProtobufJSONForm { .ownWithNull }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        switch reader.peek() {
        case 0x6E:
            _ = try reader.takeNull()
            kind = .nullValue(.nullValue)
        case 0x74, 0x66: kind = .boolValue(try reader.boolean())
        case 0x22: kind = .stringValue(try reader.string())
        case 0x7B:
            var value = GoogleStruct()
            try value.merge(from: &reader)
            kind = .structValue(value)
        case 0x5B:
            var value = GoogleListValue()
            try value.merge(from: &reader)
            kind = .listValue(value)
        default: kind = .numberValue(try reader.float())
        }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        switch kind {
        case .nullValue?: writer.plain("null")
        case .boolValue(let value)?: writer.plain(value ? "true" : "false")
        case .stringValue(let value)?: writer.string(value)
        case .numberValue(let value)?:
            guard value.isFinite else { throw writer.failure("a Value that is not a finite number") }
            writer.float(value)
        case .structValue(let value)?: try value.encode(into: &writer)
        case .listValue(let value)?: try value.encode(into: &writer)
        case nil: throw writer.failure("a Value of no kind")
        }
    }
}

extension GoogleNullValue {
    public static var acceptsNull: Bool { true }
}
