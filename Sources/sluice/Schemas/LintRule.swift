// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime

/// A habit of good schemas that `sluice schema lint` asks for.
///
/// Breaking one breaks no reader; it makes the schema harder to understand, or harder to change later.
struct LintRule: Sendable {
    /// Stable, such as `lint/field-doc`.
    let id: String
    /// What should hold, in one sentence.
    let summary: String
    /// Why, in one sentence.
    let why: String
    /// How it is mended in general.
    let mending: String
    /// What breaks it.
    let check: @Sendable (LintedFile) -> [Problem]

    struct Problem {
        let message: String
        let place: SchemaFinding.Place
    }

    static let all = avro + protobuf

    var rule: SchemaRule { SchemaRule(id: id, summary: summary, mending: mending) }

    /// The rules with those ids; Avro and Protobuf share some.
    static func findings(_ file: LintedFile, except disabled: Set<String>) -> [SchemaFinding] {
        all.filter { !disabled.contains($0.id) }.flatMap { rule in
            rule.check(file).map { problem in
                SchemaFinding(
                    rule: rule.id, severity: .warning, message: problem.message, why: rule.why, remedy: rule.mending,
                    file: file.file.path, text: file.file.text, place: problem.place)
            }
        }
    }
}

/// A file as rules see it.
struct LintedFile: Sendable {
    let file: SchemaFile
    /// nil if it is Protobuf, or no JSON.
    let avro: AvroOutline?
    /// nil if it is Avro.
    let protobuf: ProtobufOutline?

    init(_ file: SchemaFile) {
        self.file = file
        avro = file.type == .avro ? AvroOutline(file.text) : nil
        protobuf = file.type == .protobuf ? ProtobufOutline(file.text) : nil
    }
}

/// How names are written.
enum NameStyle {
    /// `page_view`, `utm_2`
    static func isLowerSnake(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, ("a"..."z").contains(first) else { return false }
        return name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
            && !name.hasSuffix("_") && !name.contains("__")
    }

    /// `PageView`, `V2`
    static func isUpperCamel(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, ("A"..."Z").contains(first) else { return false }
        return name.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        }
    }

    /// `PageView` for `page_view`.
    static func upperCamel(_ snake: String) -> String {
        snake.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// `ORDER_STATE` for `OrderState`.
    static func upperSnake(_ camel: String) -> String {
        var text = ""
        var previous: Character?
        for character in camel {
            if character.isUppercase, let previous, !previous.isUppercase { text += "_" }
            text += character.uppercased()
            previous = character
        }
        return text
    }

    /// Words that a field of that name would have to be quoted or renamed for, in SQL or in generated code.
    static let reserved: Set<String> = [
        // SQL (PostgreSQL and ClickHouse)
        "all", "and", "any", "array", "as", "asc", "between", "both", "by", "case", "cast", "check", "column",
        "constraint", "create", "cross", "default", "delete", "desc", "distinct", "else", "end", "except", "exists",
        "false", "for", "foreign", "from", "full", "grant", "group", "having", "in", "inner", "insert", "intersect",
        "into", "is", "join", "left", "like", "limit", "natural", "not", "null", "offset", "on", "only", "or", "order",
        "outer", "primary", "references", "right", "select", "table", "then", "to", "true", "union", "unique", "update",
        "user", "using", "when", "where", "window", "with",
        // Swift, Java, Python, Go
        "abstract", "break", "catch", "class", "const", "continue", "def", "defer", "do", "enum", "extends",
        "extension", "fallthrough", "final", "finally", "func", "global", "goto", "guard", "if", "implements", "import",
        "init", "inout", "interface", "internal", "lambda", "let", "map", "native", "new", "nil", "none", "operator",
        "package", "pass", "private", "protected", "protocol", "public", "raise", "range", "repeat", "return", "self",
        "static", "struct", "subscript", "super", "switch", "synchronized", "this", "throw", "throws", "transient",
        "try", "typealias", "var", "void", "volatile", "while", "yield",
    ]
}
