// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Whether a service asks for keys, and who a request is from.
public struct AccessPolicy: Sendable {
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Keys are not looked at: whoever reaches the service may do everything.
        case off
        /// Who shows no key may read; a key that is shown must be good.
        case optionalRead = "optional-read"
        /// Every request needs a key.
        case required
    }

    public enum Decision: Sendable, Hashable {
        case granted(Principal)
        /// No key was shown and one is needed: 401.
        case missing
        /// What was shown is no good key: 401.
        case unknown
        /// Nobody can tell now: try again.
        case unavailable
    }

    public let mode: Mode
    private let verifier: APIKeyVerifier?

    /// Lets everybody do everything.
    public static let open = AccessPolicy(mode: .off, verifier: nil)

    public init(mode: Mode, verifier: APIKeyVerifier) {
        self.init(mode: mode, verifier: .some(verifier))
    }

    private init(mode: Mode, verifier: APIKeyVerifier?) {
        self.mode = mode
        self.verifier = verifier
    }

    /// Who asks, by the headers of the request. May block on PostgreSQL.
    public func decide(authorization: String?, apiKeyHeader: String?) -> Decision {
        decide(authorization: authorization, apiKeyHeader: apiKeyHeader) { $0.verify($1) }
            // Only the closure answers nil, and this one does not.
            ?? .unavailable
    }

    /// Who asks, if that is known without asking PostgreSQL. Does not block.
    public func decideFromMemory(authorization: String?, apiKeyHeader: String?) -> Decision? {
        decide(authorization: authorization, apiKeyHeader: apiKeyHeader) { $0.verifyFromMemory($1) }
    }

    private func decide(
        authorization: String?, apiKeyHeader: String?,
        _ verify: (APIKeyVerifier, APIKeySecret) -> APIKeyVerifier.Verdict?
    ) -> Decision? {
        guard mode != .off, let verifier else { return .granted(.anonymous(.admin)) }
        guard authorization != nil || apiKeyHeader != nil else {
            return mode == .required ? .missing : .granted(.anonymous(.reader))
        }
        // Whoever tries to show a key wants to be known by it: falling back to anonymous would hide the mistake.
        guard let secret = APIKeySecret(authorization: authorization, apiKeyHeader: apiKeyHeader) else {
            return .unknown
        }
        switch verify(verifier, secret) {
        case .known(let key): return .granted(Principal(key))
        case .unknown: return .unknown
        case .unavailable: return .unavailable
        case nil: return nil
        }
    }
}
