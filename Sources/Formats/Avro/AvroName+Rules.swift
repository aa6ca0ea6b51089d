// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Specification 1.12, "Names".
extension AvroName {
    /// A name as it is written: with dots it is a full name; without, it is of the enclosing namespace.
    public init(_ text: String, enclosing namespace: String) {
        guard let dot = text.lastIndex(of: ".") else {
            self.init(namespace: namespace, name: text)
            return
        }
        self.init(namespace: String(text[..<dot]), name: String(text[text.index(after: dot)...]))
    }

    /// Whether the text is a name: `[A-Za-z_][A-Za-z0-9_]*`.
    public static func isValid(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Whether name and namespace keep the rules.
    var isValid: Bool {
        guard Self.isValid(name) else { return false }
        return namespace.isEmpty
            || namespace.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { Self.isValid($0) }
    }
}
