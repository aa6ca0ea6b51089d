// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Reads JSON text (RFC 8259) into values, strictly: no comments, no trailing commas, no duplicate names.
///
/// For schemas and configuration. It keeps what simdjson would lose: the order of members, the text of numbers, and the
/// place of an error.
struct JSONTextReader {
    /// Nesting beyond which a document is refused, so that no text can exhaust the stack.
    static let defaultMaxDepth = 128

    let bytes: [UInt8]
    let maxDepth: Int
    private(set) var offset = 0
    private var depth = 0

    init(_ bytes: [UInt8], maxDepth: Int = defaultMaxDepth) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    /// Reads the whole text as one value.
    mutating func readDocument() throws(JSONError) -> JSONValue {
        let value = try readValue()
        skipWhitespace()
        guard offset == bytes.count else { throw error("expected the end of the text after the document") }
        return value
    }

    mutating func readValue() throws(JSONError) -> JSONValue {
        skipWhitespace()
        guard let byte = peek else { throw error("expected a value, found the end of the text") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try readMembers())
        case UInt8(ascii: "["): return .array(try readElements())
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumber())
        case UInt8(ascii: "t"): return try readLiteral("true", .bool(true))
        case UInt8(ascii: "f"): return try readLiteral("false", .bool(false))
        case UInt8(ascii: "n"): return try readLiteral("null", .null)
        default: throw error("expected a value, found \(found)")
        }
    }

    // MARK: Containers

    private mutating func readMembers() throws(JSONError) -> [JSONValue.Member] {
        try enter()
        defer { depth -= 1 }
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        guard try beginsItem(closing: "}") else { return members }
        repeat {
            let start = offset
            let name = try readMemberName()
            guard names.insert(name).inserted else { throw error("the name \"\(name)\" occurs twice", at: start) }
            members.append(.init(name: name, value: try readValue()))
        } while try continues(closing: "}")
        return members
    }

    private mutating func readElements() throws(JSONError) -> [JSONValue] {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        guard try beginsItem(closing: "]") else { return elements }
        repeat { elements.append(try readValue()) } while try continues(closing: "]")
        return elements
    }

    /// Steps over the opening bracket.
    mutating func enter() throws(JSONError) {
        guard depth < maxDepth else { throw error("nested deeper than \(maxDepth) levels") }
        depth += 1
        offset += 1
    }

    /// Leaves a container whose closing bracket was stepped over.
    mutating func leave() { depth -= 1 }

    /// Whether a first item follows; steps over the closing bracket if not.
    mutating func beginsItem(closing: Unicode.Scalar) throws(JSONError) -> Bool {
        skipWhitespace()
        guard peek == UInt8(ascii: closing) else { return true }
        offset += 1
        return false
    }

    /// Steps over a comma (true) or the closing bracket (false).
    mutating func continues(closing: Unicode.Scalar) throws(JSONError) -> Bool {
        skipWhitespace()
        switch peek {
        case UInt8(ascii: ","):
            offset += 1
            skipWhitespace()
            return true
        case UInt8(ascii: closing):
            offset += 1
            return false
        default: throw error("expected \",\" or \"\(closing)\", found \(found)")
        }
    }

    mutating func readMemberName() throws(JSONError) -> String {
        guard peek == UInt8(ascii: "\"") else { throw error("expected a member's name in quotes, found \(found)") }
        let name = try readString()
        skipWhitespace()
        guard peek == UInt8(ascii: ":") else { throw error("expected \":\" after the name, found \(found)") }
        offset += 1
        return name
    }

    // MARK: Places

    /// The offset of the value at a path of names and indexes, or of the deepest ancestor that the text has.
    ///
    /// Walks from the start of the text; called where an error is reported, not while reading.
    mutating func locate(_ path: ArraySlice<String>) throws(JSONError) -> Int {
        skipWhitespace()
        let start = offset
        guard let token = path.first, depth < maxDepth else { return start }
        switch peek {
        case UInt8(ascii: "{"):
            try enter()
            guard try beginsItem(closing: "}") else { return start }
            repeat {
                if try readMemberName() == token { return try locate(path.dropFirst()) }
                _ = try readValue()
            } while try continues(closing: "}")
        case UInt8(ascii: "["):
            try enter()
            guard try beginsItem(closing: "]") else { return start }
            var index = 0
            repeat {
                if String(index) == token { return try locate(path.dropFirst()) }
                _ = try readValue()
                index += 1
            } while try continues(closing: "]")
        default: break
        }
        return start
    }

    // MARK: Characters

    var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func advance() { offset += 1 }

    /// The character at the offset, for messages.
    var found: String {
        guard let byte = peek else { return "the end of the text" }
        guard byte >= 0x20, byte < 0x7F else { return "the byte 0x" + String(byte, radix: 16) }
        return "\"\(Unicode.Scalar(byte))\""
    }

    func error(_ message: String, at place: Int? = nil) -> JSONError {
        let offset = min(place ?? self.offset, bytes.count)
        return JSONError(message: message, offset: offset, position: TextPosition(of: offset, in: bytes))
    }

    mutating func skipWhitespace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func readLiteral(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let matches = text.withUTF8Buffer { bytes[offset...].starts(with: $0) }
        guard matches else { throw error("expected \(text)") }
        offset += text.utf8CodeUnitCount
        return value
    }
}
