// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientRegistry

/// How a command reaches the schema registry, and proves who it is.
struct RegistrySettings: Sendable {
    static let options: [any OptionDeclaration] = [
        Settings.registry, Settings.registryKey, Settings.registryAuthority,
    ]

    let url: String
    let key: String?
    let authority: String?

    init(_ arguments: Arguments) throws(UsageError) {
        url = try arguments.value(Settings.registry)
        key = try arguments.optional(Settings.registryKey)
        authority = try arguments.optional(Settings.registryAuthority)
    }

    /// A client of it.
    func client(timeoutSeconds: Double = 10) -> RegistryClient {
        RegistryClient(
            url: url, key: key,
            http: HTTPClient(timeoutSeconds: timeoutSeconds, certificateAuthorities: authority))
    }
}
