// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Finds what the comments of a `.proto` file say of its parts: those that stand right before a part, else the one behind it
/// on its line.
///
/// The file is known to be valid; this only has to find its way, so it knows words, brackets, and no grammar.
struct ProtobufComments {
    /// By the path of names, such as `Order.Item.sku`; a oneof adds no name.
    static func read(_ text: String) -> [String: String] {
        var reader = ProtobufComments(text)
        reader.run()
        return reader.comments
    }

    private enum Token {
        case word(String)
        case symbol(UInt8)
        case comment(String)
    }

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1
    private var comments: [String: String] = [:]
    /// Names of the parts that are open; nil for those that add none.
    private var scopes: [String?] = []
    /// The words and symbols of the statement so far.
    private var words: [String] = []
    private var equalsAt: Int?
    private var brackets = 0
    /// The comment in front of the statement, and the line that it ends on.
    private var before: (text: String, line: Int)?
    /// The part that ended last, and its line: a comment may follow.
    private var last: (path: String, line: Int)?

    private init(_ text: String) { bytes = Array(text.utf8) }

    private mutating func run() {
        while let token = next() {
            switch token {
            case .comment(let text): note(text)
            case .word(let word):
                if brackets == 0 { words.append(word) }
            case .symbol(let symbol): step(symbol)
            }
        }
    }

    private mutating func step(_ symbol: UInt8) {
        switch symbol {
        case UInt8(ascii: "="):
            if equalsAt == nil, brackets == 0 { equalsAt = words.count }
        case UInt8(ascii: "["): brackets += 1
        case UInt8(ascii: "]"): brackets = max(0, brackets - 1)
        case UInt8(ascii: "{"):
            // A brace within an option's value is part of a statement.
            if brackets > 0 || words.first == "option" {
                brackets += 1
            } else {
                open()
            }
        case UInt8(ascii: "}"):
            if brackets > 0 {
                brackets -= 1
            } else {
                if !scopes.isEmpty { scopes.removeLast() }
                reset()
            }
        case UInt8(ascii: ";"): end()
        default: return
        }
    }

    private mutating func open() {
        let named: Set<String> = ["message", "enum", "service", "group"]
        if let index = words.firstIndex(where: { named.contains($0) }), words.indices.contains(index + 1) {
            let path = path(words[index + 1])
            keep(path)
            scopes.append(words[index + 1])
        } else if words.first == "rpc", words.count > 1 {
            keep(path(words[1]))
            scopes.append(words[1])
        } else {
            scopes.append(nil)
        }
        reset()
    }

    /// A statement without a block: a field, a value or a method.
    private mutating func end() {
        if words.first == "rpc", words.count > 1 {
            keep(path(words[1]))
        } else if let equalsAt, equalsAt > 0, !scopes.isEmpty, words.first != "option" {
            keep(path(words[equalsAt - 1]))
        }
        reset()
    }

    private func path(_ name: String) -> String { (scopes.compactMap { $0 } + [name]).joined(separator: ".") }

    private mutating func keep(_ path: String) {
        if let before { comments[path] = before.text }
        last = (path, line)
    }

    private mutating func reset() {
        words = []
        equalsAt = nil
        brackets = 0
        before = nil
    }

    private mutating func note(_ text: String) {
        // A comment between two parts of one line is of the second.
        if let last, last.line == line, words.isEmpty, isAtEndOfLine {
            if comments[last.path] == nil { comments[last.path] = text }
            return
        }
        guard words.isEmpty else { return }
        let lines = text.count { $0 == "\n" }
        // Comments on lines that follow each other are one; an empty line cuts.
        if let before, before.line + 1 >= line - lines {
            self.before = (before.text + "\n" + text, line)
        } else {
            before = (text, line)
        }
    }

    // MARK: Tokens

    private var isAtEndOfLine: Bool {
        let next = bytes[min(place, bytes.count)...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
        return next == nil || next == 0x0A
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        bytes.indices.contains(place + offset) ? bytes[place + offset] : nil
    }

    private mutating func next() -> Token? {
        var newlines = 0
        while let byte = peek() {
            switch byte {
            case 0x0A:
                line += 1
                newlines += 1
                place += 1
                // A comment that is followed by an empty line is of nothing.
                if newlines > 1, words.isEmpty { before = nil }
            case 0x09, 0x0B, 0x0C, 0x0D, 0x20: place += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): return .comment(lineComment())
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): return .comment(blockComment())
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                skipText(byte)
                return .word("\"")
            case _ where Self.isWord(byte): return .word(word())
            default:
                place += 1
                return .symbol(byte)
            }
        }
        return nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func word() -> String {
        let start = place
        while let byte = peek(), Self.isWord(byte) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func skipText(_ quote: UInt8) {
        place += 1
        while let byte = peek(), byte != quote, byte != 0x0A { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
        place += 1
    }

    private mutating func lineComment() -> String {
        place += 2
        let start = place
        while let byte = peek(), byte != 0x0A { place += 1 }
        return Self.trimmed(bytes[start..<place])
    }

    private mutating func blockComment() -> String {
        place += 2
        let start = place
        while let byte = peek(), !(byte == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
            if byte == 0x0A { line += 1 }
            place += 1
        }
        let text = bytes[start..<min(place, bytes.count)]
        place += 2
        return text.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { Self.trimmed($0.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "*") }) }
            .drop { $0.isEmpty }.joined(separator: "\n")
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }
}
