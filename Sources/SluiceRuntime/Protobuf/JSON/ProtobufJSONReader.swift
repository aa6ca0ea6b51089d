// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Reads ProtoJSON off UTF-8 bytes, one value after the other; nothing is built in between.
public struct ProtobufJSONReader {
    /// Objects and arrays within each other that are accepted.
    public static let maximumDepth = 100

    let bytes: UnsafeRawBufferPointer
    let options: ProtobufJSONOptions
    private(set) var position = 0
    private var depth = 0

    /// Borrows `bytes`, which must outlive the reader and be UTF-8.
    init(_ bytes: UnsafeRawBufferPointer, options: ProtobufJSONOptions) throws(CodecError) {
        self.bytes = bytes
        self.options = options
        guard AvroReader.isUTF8(bytes) else { throw CodecError(offset: 0, reason: .invalidUTF8) }
    }

    func failure(_ expected: String) -> CodecError {
        CodecError(offset: position, reason: .invalidJSON(expected: expected))
    }

    /// The next byte that is no blank, which stays there.
    mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case let byte: return byte
            }
        }
        return nil
    }

    func expectEnd() throws(CodecError) {
        var rest = self
        guard rest.peek() == nil else { throw rest.failure("the end of the text") }
    }

    // MARK: Objects and arrays

    /// Reads an opening bracket.
    mutating func begin(_ bracket: UInt8) throws(CodecError) {
        guard peek() == bracket else { throw failure(bracket == 0x7B ? "an object" : "an array") }
        guard depth < Self.maximumDepth else { throw CodecError(offset: position, reason: .tooDeep) }
        depth += 1
        position += 1
    }

    /// The name of an object's next member, up to its value; nil at the end of the object.
    mutating func nextName(_ isFirst: inout Bool) throws(CodecError) -> String? {
        guard try hasNext(&isFirst, closing: 0x7D) else { return nil }
        guard peek() == 0x22 else { throw failure("a name in quotes") }
        let name = try string()
        guard peek() == 0x3A else { throw failure("a colon") }
        position += 1
        return name
    }

    /// Whether an array has another element.
    mutating func hasElement(_ isFirst: inout Bool) throws(CodecError) -> Bool {
        try hasNext(&isFirst, closing: 0x5D)
    }

    private mutating func hasNext(_ isFirst: inout Bool, closing bracket: UInt8) throws(CodecError) -> Bool {
        let next = peek()
        if next == bracket {
            position += 1
            depth -= 1
            return false
        }
        if !isFirst {
            guard next == 0x2C else { throw failure("a comma or the end") }
            position += 1
            guard peek() != bracket else { throw failure("a value after the comma") }
        }
        isFirst = false
        return true
    }

    // MARK: Scalars

    /// Reads past a `null`, if that is what comes.
    mutating func takeNull() throws(CodecError) -> Bool {
        guard peek() == 0x6E else { return false }
        try word("null")
        return true
    }

    mutating func boolean() throws(CodecError) -> Bool {
        switch peek() {
        case 0x74:
            try word("true")
            return true
        case 0x66:
            try word("false")
            return false
        default:
            throw failure("true or false")
        }
    }

    private mutating func word(_ word: StaticString) throws(CodecError) {
        let text = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes.count - position >= text.count, bytes[position..<position + text.count].elementsEqual(text) else {
            throw failure(word.description)
        }
        position += text.count
    }

    /// A number's text, as JSON's grammar has it.
    mutating func number() throws(CodecError) -> String {
        guard let first = peek(), first == 0x2D || (0x30...0x39).contains(first) else { throw failure("a number") }
        let start = position
        while position < bytes.count, Self.isOfNumber(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard ProtobufJSONNumber.isNumber(text) else { throw failure("a number") }
        return text
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }

    /// A text in quotes, its escapes resolved.
    mutating func string() throws(CodecError) -> String {
        guard peek() == 0x22 else { throw failure("a text in quotes") }
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x22:
                position += 1
                return String(decoding: text, as: UTF8.self)
            case 0x5C:
                position += 1
                try escape(&text)
            case ..<0x20:
                throw failure("an escape for the control character")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw failure("the closing quote")
    }

    private mutating func escape(_ text: inout [UInt8]) throws(CodecError) {
        guard position < bytes.count else { throw failure("an escape") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: text.append(byte)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75: text += try scalar().utf8
        default: throw failure("an escape")
        }
    }

    /// One character by its number, or by the two numbers of a surrogate pair.
    private mutating func scalar() throws(CodecError) -> Character {
        var value = try hexadecimal()
        if (0xD800..<0xDC00).contains(value) {
            guard bytes.count - position >= 6, bytes[position] == 0x5C, bytes[position + 1] == 0x75 else {
                throw failure("the second half of a surrogate pair")
            }
            position += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw failure("the second half of a surrogate pair") }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw failure("the first half of a surrogate pair") }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(CodecError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw failure("four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    /// Reads past a value of any kind.
    mutating func skipValue() throws(CodecError) {
        var isFirst = true
        switch peek() {
        case 0x7B:
            try begin(0x7B)
            while try nextName(&isFirst) != nil { try skipValue() }
        case 0x5B:
            try begin(0x5B)
            while try hasElement(&isFirst) { try skipValue() }
        case 0x22: _ = try string()
        case 0x74, 0x66: _ = try boolean()
        case 0x6E: _ = try takeNull()
        default: _ = try number()
        }
    }

    func extensionField(named name: String, of message: String) -> (any ProtobufExtensionField)? {
        options.types.extensions(of: message).first { "[\($0.name)]" == name }
    }
}
