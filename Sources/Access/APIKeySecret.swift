// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Formats
import Foundation

/// The secret text of a key, such as `sluice_3q2-7wX…`: 256 random bits in base64url after a prefix that secret scanners
/// can find.
public struct APIKeySecret: Sendable, Hashable {
    public let text: String

    /// A new one, from the system's random source.
    public static func random() -> APIKeySecret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let encoded = Data(bytes).base64EncodedString()
        let urlSafe = encoded.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }.filter { $0 != "=" }
        return APIKeySecret(text: "sluice_" + String(urlSafe))
    }

    public init(text: String) { self.text = text }

    /// The secret that a request carries: `Authorization: Bearer <key>`, or `Basic` with the key as the password (any
    /// user name), or the header `X-API-Key`. Nil if there is none.
    public init?(authorization: String?, apiKeyHeader: String?) {
        if let authorization {
            let parts = authorization.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2 else { return nil }
            let value = parts[1].trimmingCharacters(in: .whitespaces)
            switch parts[0].lowercased() {
            case "bearer":
                self.init(text: value)
            case "basic":
                guard let data = Data(base64Encoded: value), let login = String(data: data, encoding: .utf8),
                    let colon = login.firstIndex(of: ":")
                else { return nil }
                self.init(text: String(login[login.index(after: colon)...]))
            default:
                return nil
            }
        } else if let apiKeyHeader {
            self.init(text: apiKeyHeader.trimmingCharacters(in: .whitespaces))
        } else {
            return nil
        }
        if text.isEmpty { return nil }
    }

    /// What is shown in lists.
    public var hint: String { String(text.prefix(11)) + "…" }

    /// SHA-256 of the text (FIPS 180-4), 32 bytes: what is stored and looked up.
    public var digest: [UInt8] { MessageDigest.sha256(Array(text.utf8)) }
}

extension APIKeySecret: CustomStringConvertible, CustomDebugStringConvertible {
    /// The hint only, so that a secret does not slip into a log.
    public var description: String { hint }
    public var debugDescription: String { hint }
}
