// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The parts of `redis://[user:password@]host[:port][/database]`.
struct RedisAddress: Sendable, Hashable {
    var host = "127.0.0.1"
    var port: Int32 = 6379
    var user: String?
    var password: String?
    var database = 0

    init(url: String) throws(RedisError) {
        let scheme = "redis://"
        guard url.hasPrefix(scheme) else { throw Self.malformed }
        var rest = url.dropFirst(scheme.count)
        if let at = rest.lastIndex(of: "@") {
            let login = rest[..<at]
            if let colon = login.firstIndex(of: ":") {
                user = colon == login.startIndex ? nil : String(login[..<colon])
                password = String(login[login.index(after: colon)...])
            } else {
                password = String(login)
            }
            rest = rest[rest.index(after: at)...]
        }
        if let slash = rest.firstIndex(of: "/") {
            let number = rest[rest.index(after: slash)...]
            if !number.isEmpty {
                guard let parsed = Int(number), parsed >= 0 else { throw Self.malformed }
                database = parsed
            }
            rest = rest[..<slash]
        }
        // The colons of an IPv6 address stand in brackets.
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            guard let parsed = UInt16(rest[rest.index(after: colon)...]), parsed > 0 else { throw Self.malformed }
            port = Int32(parsed)
            rest = rest[..<colon]
        }
        if rest.hasPrefix("["), rest.hasSuffix("]") { rest = rest.dropFirst().dropLast() }
        if !rest.isEmpty { host = String(rest) }
    }

    /// Says nothing of the text itself: it may hold a password.
    private static var malformed: RedisError {
        RedisError(
            .invalidURL,
            "The URL of Redis is malformed. Expected redis://[user:password@]host[:port][/database] in SLUICE_REDIS")
    }
}
