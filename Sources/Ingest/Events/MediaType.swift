// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A media type with its parameters (RFC 9110 §8.3.1).
struct MediaType: Sendable, Hashable {
    /// In lower case, such as `application/json`.
    let type: String
    /// Names in lower case, values as sent without quotes.
    let parameters: [String: String]

    init?(_ text: String) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
        guard let type = parts.first?.lowercased(), type.split(separator: "/").count == 2 else { return nil }
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() where !part.isEmpty {
            guard let equals = part.firstIndex(of: "=") else { return nil }
            var value = Self.trimmed(part[part.index(after: equals)...])
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                value = String(value.dropFirst().dropLast())
            }
            parameters[Self.trimmed(part[..<equals]).lowercased()] = value
        }
        self.type = type
        self.parameters = parameters
    }

    /// JSON text: `application/json`, or `text/plain` as browsers' `sendBeacon` sends it.
    var isJSON: Bool { type == "application/json" || type == "text/plain" }

    /// Whether the text is in UTF-8, or in its part ASCII; no charset means UTF-8 (RFC 8259 §8.1).
    var isUTF8: Bool {
        guard let charset = parameters["charset"]?.lowercased() else { return true }
        return ["utf-8", "utf8", "us-ascii"].contains(charset)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
        return String(rest)
    }
}
