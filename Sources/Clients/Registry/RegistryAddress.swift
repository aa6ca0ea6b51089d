// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Foundation

/// Where a registry is, and how its client proves who it is; the two are kept apart, so that no message shows a key.
struct RegistryAddress: Sendable {
    /// Without user information and without a slash at its end.
    let base: String
    /// The header `Authorization`; nil if no key is sent.
    let authorization: String?

    /// - Parameters:
    ///   - url: may have a user and password, as in `https://user:KEY@host`; they are sent as Basic.
    ///   - key: an API key, sent as the Bearer token; it wins over what the URL has.
    init(url: String, key: String?) {
        var (base, login) = Self.split(url)
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        if let key, !key.isEmpty {
            authorization = "Bearer \(key)"
        } else {
            authorization = login.map { "Basic " + Data($0.utf8).base64EncodedString() }
        }
    }

    /// Takes the user information (RFC 3986 §3.2.1) out of a URL, decoded.
    private static func split(_ url: String) -> (base: String, login: String?) {
        guard let scheme = url.firstRange(of: "://") else { return (url, nil) }
        let rest = url[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return (url, nil) }
        let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map { PercentCoding.decoded($0) ?? String($0) }
        let login = parts.count == 2 ? parts.joined(separator: ":") : parts.joined() + ":"
        return (String(url[..<scheme.upperBound] + rest[rest.index(after: at)...]), login)
    }
}
