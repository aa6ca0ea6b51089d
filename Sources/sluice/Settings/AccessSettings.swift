// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP

/// Who may do what, and whose word on a client's address is believed.
struct AccessSettings: Sendable {
    static let auth = Option<AccessMode>(
        "auth", "MODE", environment: "SLUICE_REGISTRY_AUTH", default: .off, defaultText: "off",
        help: "Whether API keys are asked for: off, optional-read (reading needs none), or required.")
    static let trustedProxies = Option<ProxyList>(
        "trusted-proxies", "NETWORKS", environment: "SLUICE_TRUSTED_PROXIES",
        help: "Addresses and networks, separated by commas, whose Forwarded and X-Forwarded-For headers are believed.")

    static let options: [any OptionDeclaration] = [auth, trustedProxies]

    let mode: AccessPolicy.Mode
    let proxies: TrustedProxies

    init(_ arguments: Arguments) throws(UsageError) {
        mode = try arguments.value(Self.auth).mode
        proxies = try arguments.optional(Self.trustedProxies)?.proxies ?? .none
    }
}

/// `AccessPolicy.Mode` as an argument.
enum AccessMode: String, ArgumentChoice {
    case off
    case optionalRead = "optional-read"
    case required

    var mode: AccessPolicy.Mode {
        switch self {
        case .off: .off
        case .optionalRead: .optionalRead
        case .required: .required
        }
    }
}

/// `TrustedProxies` as an argument.
struct ProxyList: ArgumentValue {
    let proxies: TrustedProxies

    init?(argument: String) {
        guard let proxies = TrustedProxies(argument) else { return nil }
        self.proxies = proxies
    }

    static let expectation = "addresses or networks separated by commas, such as 10.0.0.0/8,::1"
}
