// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A type as Swift writes it.
struct TypeText {
    let text: String

    init(_ type: TypeExpression) {
        switch type {
        case .named(let name):
            text = name
        case .generic(let name, let arguments):
            let list = arguments.map { argument in
                switch argument {
                case .type(let type): TypeText(type).text
                case .integer(let value): String(value)
                }
            }
            text = "\(name)<\(list.joined(separator: ", "))>"
        case .member(let outer, let name): text = "\(TypeText(outer).text).\(name)"
        case .optional(let wrapped): text = TypeText(wrapped).text + "?"
        case .array(let element): text = "[\(TypeText(element).text)]"
        case .dictionary(let key, let value): text = "[\(TypeText(key).text): \(TypeText(value).text)]"
        case .tuple(let members):
            text = "(\(members.map { "\($0.label): \(TypeText($0.type).text)" }.joined(separator: ", ")))"
        case .anyType(let name): text = "any \(name).Type"
        }
    }
}

/// Literals as Swift writes them.
enum Literal {
    /// In quotes, with what must be escaped.
    static func string(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    /// A raw text in lines, with as many number signs as keep it from ending early.
    static func block(_ value: String) -> String {
        var signs = "#"
        while value.contains("\"\"\"\(signs)") || value.contains("\\\(signs)") { signs += "#" }
        return "\(signs)\"\"\"\n\(value)\n\"\"\"\(signs)"
    }

    static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: 16 - digits.count) + digits
        var text = "0x"
        for (index, digit) in padded.enumerated() {
            if index > 0, index.isMultiple(of: 4) { text += "_" }
            text.append(digit)
        }
        return text
    }

    /// Digits in groups of three, as people read them.
    static func integer(_ value: Int64) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, digits.count > 5, (digits.count - index).isMultiple(of: 3) { text += "_" }
            text.append(digit)
        }
        return value < 0 ? "-\(text)" : text
    }
}

/// Words that can't be names without back ticks.
enum SwiftKeywords {
    static let all: Set<String> = [
        "associatedtype", "actor", "Any", "as", "await", "break", "case", "catch", "class", "continue", "default",
        "defer",
        "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard",
        "if",
        "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private",
        "protocol", "Protocol", "public", "repeat", "rethrows", "return", "self", "Self", "static", "struct",
        "subscript", "super", "switch", "throw", "throws", "true", "try", "Type", "typealias", "var", "where", "while",
    ]
}
