// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a `.proto` text declares, with places and whether a comment stands by it.
///
/// For texts that the compiler has taken: descriptors have no comments and no places.
struct ProtobufOutline: Sendable {
    enum Kind: Sendable, Hashable { case message, enumeration, field, value }

    struct Element: Sendable, Hashable {
        let kind: Kind
        let name: String
        /// Names from the file's top, such as `Order.Item.sku`.
        let path: String
        /// From 1.
        let line: Int
        let column: Int
        /// A comment right above, or behind it on the line.
        var hasComment: Bool
        /// Whether it is the first of its scope.
        let isFirst: Bool
    }

    private(set) var elements: [Element] = []
    private(set) var package: String?

    private struct Scope: Sendable {
        /// nil for what only groups, such as a oneof or an option's value.
        var kind: Kind?
        var name: String
        var count = 0
    }

    private var scopes: [Scope] = []

    init(_ text: String) {
        var tokens = ProtobufTokens(text)
        var statement: [ProtobufTokens.Token] = []
        while let token = tokens.next() {
            switch token.text {
            case "{" where !token.isString:
                open(statement)
                statement = []
            case "}" where !token.isString:
                if !scopes.isEmpty { scopes.removeLast() }
                statement = []
            case ";" where !token.isString:
                close(statement, endLine: token.line, &tokens)
                statement = []
            default: statement.append(token)
            }
        }
    }

    private mutating func open(_ statement: [ProtobufTokens.Token]) {
        guard let first = statement.first, statement.count > 1, !isInValue else {
            return scopes.append(Scope(kind: nil, name: ""))
        }
        switch first.text {
        case "message": enter(.message, statement[1], first)
        case "enum": enter(.enumeration, statement[1], first)
        case "oneof": scopes.append(Scope(kind: scopes.last?.kind, name: "", count: scopes.last?.count ?? 0))
        default: scopes.append(Scope(kind: nil, name: ""))
        }
    }

    private mutating func enter(_ kind: Kind, _ name: ProtobufTokens.Token, _ first: ProtobufTokens.Token) {
        add(kind, name, hasComment: first.followsComment)
        scopes.append(Scope(kind: kind, name: name.text))
    }

    private mutating func close(
        _ statement: [ProtobufTokens.Token], endLine: Int, _ tokens: inout ProtobufTokens
    ) {
        guard let first = statement.first else { return }
        if scopes.isEmpty {
            if first.text == "package", statement.count > 1 { package = statement[1].text }
            return
        }
        guard let kind = scopes.last?.kind, !isInValue,
            !["option", "reserved", "extensions"].contains(first.text) || statement.dropFirst().first?.text == "=",
            let equals = statement.firstIndex(where: { $0.text == "=" && !$0.isString }), equals > 0
        else { return }
        let isCommented = first.followsComment || tokens.skipComment(onLine: endLine)
        add(kind == .enumeration ? .value : .field, statement[equals - 1], hasComment: isCommented)
    }

    private var isInValue: Bool { scopes.contains { $0.kind == nil } }

    private mutating func add(_ kind: Kind, _ name: ProtobufTokens.Token, hasComment: Bool) {
        let path = (scopes.map(\.name).filter { !$0.isEmpty } + [name.text]).joined(separator: ".")
        elements.append(
            Element(
                kind: kind, name: name.text, path: path, line: name.line, column: name.column, hasComment: hasComment,
                isFirst: scopes.last.map { $0.count == 0 } ?? true))
        if !scopes.isEmpty, kind == .field || kind == .value { scopes[scopes.count - 1].count += 1 }
    }
}

/// The words, strings and signs of a `.proto` text; comments are passed over, and noted.
struct ProtobufTokens {
    struct Token: Sendable, Hashable {
        /// Of a string, without its quotes.
        let text: String
        let isString: Bool
        /// From 1.
        let line: Int
        let column: Int
        /// Whether a comment ends on the line before, or on this one before it.
        let followsComment: Bool
    }

    private let scalars: [Unicode.Scalar]
    private var offset = 0
    private var line = 1
    private var column = 1
    /// The line on which the last comment ended.
    private var commentEnd = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func next() -> Token? {
        skipBlanks(onLine: nil)
        guard offset < scalars.count else { return nil }
        let (line, column) = (line, column)
        // What stands behind a statement on its line belongs to that one.
        let followsComment = commentEnd > 0 && line - commentEnd <= 1
        let first = scalars[offset]
        var text = String.UnicodeScalarView()
        let isString = first == "\"" || first == "'"
        if isString {
            advance()
            while offset < scalars.count, scalars[offset] != first {
                if scalars[offset] == "\\" { advance() }
                if offset < scalars.count {
                    text.append(scalars[offset])
                    advance()
                }
            }
            advance()
        } else if Self.isWord(first) {
            while offset < scalars.count, Self.isWord(scalars[offset]) {
                text.append(scalars[offset])
                advance()
            }
        } else {
            text.append(first)
            advance()
        }
        commentEnd = 0
        return Token(text: String(text), isString: isString, line: line, column: column, followsComment: followsComment)
    }

    /// Passes over a comment that begins on the line where a statement ended; whether there is one.
    mutating func skipComment(onLine end: Int) -> Bool {
        skipBlanks(onLine: end)
        let found = commentEnd > 0
        commentEnd = 0
        return found
    }

    private mutating func skipBlanks(onLine only: Int?) {
        while offset < scalars.count, only == nil || line == only {
            if scalars[offset].properties.isWhitespace {
                advance()
            } else if starts("//") {
                while offset < scalars.count, scalars[offset] != "\n" { advance() }
                commentEnd = line
            } else if starts("/*") {
                while offset < scalars.count, !starts("*/") { advance() }
                advance()
                advance()
                commentEnd = line
            } else {
                return
            }
        }
    }

    private func starts(_ two: String) -> Bool {
        offset + 1 < scalars.count && scalars[offset...(offset + 1)].elementsEqual(two.unicodeScalars)
    }

    private mutating func advance() {
        guard offset < scalars.count else { return }
        if scalars[offset] == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
        offset += 1
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "." || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}
