// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Writes ProtoJSON.
public struct ProtobufJSONWriter {
    let options: ProtobufJSONOptions
    private var bytes: [UInt8] = []
    private var needsComma = false
    private var depth = 0

    init(options: ProtobufJSONOptions) { self.options = options }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func failure(_ what: String) -> CodecError { CodecError(offset: bytes.count, reason: .noJSONForm(what)) }

    // MARK: Values

    mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    mutating func name(_ name: String) {
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    /// A word or a number.
    mutating func plain(_ text: String) {
        separate()
        bytes += text.utf8
        needsComma = true
    }

    mutating func string(_ text: String) {
        separate()
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: bytes += [0x5C, byte]
            case 0x0A: bytes += [0x5C, 0x6E]
            case 0x0D: bytes += [0x5C, 0x72]
            case 0x09: bytes += [0x5C, 0x74]
            case ..<0x20:
                let digits = String(byte, radix: 16)
                bytes += Array("\\u00".utf8) + Array((digits.utf8.count < 2 ? "0" : "").utf8) + Array(digits.utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
        needsComma = true
    }

    mutating func float(_ value: some BinaryFloatingPoint & LosslessStringConvertible) {
        if value.isNaN { return string("NaN") }
        if value.isInfinite { return string(value < 0 ? "-Infinity" : "Infinity") }
        plain(value.description)
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
    }
}

// MARK: Fields, by the coding of their values

extension ProtobufJSONWriter {
    /// A field that is always there.
    public mutating func required<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ value: Coding.Value, _ name: StaticString
    ) throws(CodecError) {
        self.name(name.description)
        do throws(CodecError) {
            try Coding.write(value, into: &self)
        } catch {
            throw error.within(name.description)
        }
    }

    /// A field with presence.
    public mutating func optional<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ value: Coding.Value?, _ name: StaticString
    ) throws(CodecError) {
        if let value { try required(coding, value, name) }
    }

    /// A field without presence: its type's zero is not written.
    public mutating func implicit<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ value: Coding.Value, _ name: StaticString
    ) throws(CodecError) {
        if !Coding.isZero(value) { try required(coding, value, name) }
    }

    public mutating func repeated<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ values: [Coding.Value], _ name: StaticString
    ) throws(CodecError) {
        guard !values.isEmpty else { return }
        self.name(name.description)
        try elements(coding, values)
    }

    mutating func elements<Coding: ProtobufCoding>(
        _ coding: Coding.Type, _ values: [Coding.Value]
    ) throws(CodecError) {
        begin(0x5B)
        for value in values { try Coding.write(value, into: &self) }
        end(0x5D)
    }

    /// A map, in the order of its keys' texts.
    public mutating func map<Key: ProtobufKeyCoding, Value: ProtobufCoding>(
        _ key: Key.Type, _ value: Value.Type, _ map: [Key.Value: Value.Value], _ name: StaticString
    ) throws(CodecError) {
        guard !map.isEmpty else { return }
        self.name(name.description)
        try entries(key, value, map)
    }

    mutating func entries<Key: ProtobufKeyCoding, Value: ProtobufCoding>(
        _ key: Key.Type, _ value: Value.Type, _ map: [Key.Value: Value.Value]
    ) throws(CodecError) {
        begin(0x7B)
        for (text, value) in map.map({ (Key.text($0.key), $0.value) }).sorted(by: { $0.0 < $1.0 }) {
            self.name(text)
            try Value.write(value, into: &self)
        }
        end(0x7D)
    }
}
