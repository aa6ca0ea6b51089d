// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// A wrapper is the value that it wraps.

extension GoogleDoubleValue {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufDouble.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufDouble.write(value, into: &writer)
    }
}

extension GoogleFloatValue {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufFloat.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufFloat.write(value, into: &writer)
    }
}

extension GoogleInt64Value {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufInt64.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufInt64.write(value, into: &writer)
    }
}

extension GoogleUInt64Value {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufUInt64.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufUInt64.write(value, into: &writer)
    }
}

extension GoogleInt32Value {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufInt32.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufInt32.write(value, into: &writer)
    }
}

extension GoogleUInt32Value {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufUInt32.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufUInt32.write(value, into: &writer)
    }
}

extension GoogleBoolValue {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufBool.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufBool.write(value, into: &writer)
    }
}

extension GoogleStringValue {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufString.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufString.write(value, into: &writer)
    }
}

extension GoogleBytesValue {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        if let read = try ProtobufBytes.read(from: &reader) { value = read }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        try ProtobufBytes.write(value, into: &writer)
    }
}
