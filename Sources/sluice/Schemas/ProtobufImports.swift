// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The files that a `.proto` text imports.
///
/// Reads tokens only: comments and strings are passed over, nothing is resolved.
enum ProtobufImports {
    static func names(in text: String) -> [String] {
        var names: [String] = []
        var tokens = ProtobufTokens(text)
        var isStatementStart = true
        while let token = tokens.next() {
            guard isStatementStart, token.text == "import", !token.isString else {
                isStatementStart = !token.isString && [";", "{", "}"].contains(token.text)
                continue
            }
            var next = tokens.next()
            if let word = next, !word.isString, ["public", "weak"].contains(word.text) { next = tokens.next() }
            if let name = next, name.isString { names.append(name.text) }
            isStatementStart = false
        }
        return names
    }

    /// Files that need no reference: Google's well-known types, and the registry's own.
    static func isBuiltIn(_ name: String) -> Bool {
        name.hasPrefix("google/protobuf/") || ["confluent/meta.proto", "confluent/type/decimal.proto"].contains(name)
    }
}
