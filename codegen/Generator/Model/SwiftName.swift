// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Names by Swift's API Design Guidelines, made from a schema's.
///
/// A name is split into words at `_` and at changes of case; acronyms keep one case: `user_id` and `userId` both become
/// `userID`, `http_url` becomes `httpURL`.
enum SwiftName {
    /// The name of a property or an enum's case: `userID`.
    static func member(_ name: String) -> String {
        let words = words(of: name)
        guard let first = words.first else { return name }
        let rest = words.dropFirst().map(capitalised)
        return started(first.lowercased() + rest.joined())
    }

    /// The name of a type: `ProductView`.
    static func type(_ name: String) -> String {
        let words = words(of: name)
        return words.isEmpty ? name : started(words.map(capitalised).joined())
    }

    /// Words that are written in one case.
    private static let acronyms: Set<String> = [
        "api", "cpu", "css", "csv", "dns", "html", "http", "https", "id", "ids", "ip", "json", "md5", "os", "pdf",
        "sdk",
        "sku", "sql", "ssl", "tcp", "tls", "ttl", "ui", "uri", "url", "utc", "uuid", "xml",
    ]

    private static func capitalised(_ word: String) -> String {
        let lower = word.lowercased()
        // The plural's letter stays small: `userIDs`.
        if lower == "ids" { return "IDs" }
        if acronyms.contains(lower) { return lower.uppercased() }
        return lower.prefix(1).uppercased() + (word == word.uppercased() ? lower : word).dropFirst()
    }

    /// A digit can't begin a name.
    private static func started(_ name: String) -> String {
        name.first?.isNumber == true ? "_" + name : name
    }

    static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        let characters = Array(name)
        for (index, character) in characters.enumerated() {
            guard character != "_" else {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            if character.isUppercase, let last = word.last {
                let next = index + 1 < characters.count ? characters[index + 1] : "_"
                // `userId` is cut before the `I`; `HTTPServer` before the `S`.
                if !last.isUppercase || next.isLowercase {
                    words.append(word)
                    word = ""
                }
            }
            word.append(character)
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// Swift names for the members of one type, in the same order.
    ///
    /// Where several would get the same name, or a name that generated code needs itself, each of them keeps its own
    /// spelling: those differ, and do not change when members are added.
    static func members(_ names: [String], reserved: Set<String> = []) -> [String] {
        let proposed = names.map(member)
        var uses: [String: Int] = [:]
        for name in proposed { uses[name, default: 0] += 1 }
        return zip(names, proposed).map { original, swift in
            if reserved.contains(swift) { return original == swift ? "\(original)_" : original }
            return uses[swift] == 1 ? swift : original
        }
    }
}
