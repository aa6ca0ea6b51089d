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
        switch shown(authorization, apiKeyHeader) {
        case .decided(let decision): decision
        case .key(let secret, let verifier): Self.decision(verifier.verify(secret))
        }
    }

    /// Who asks, if that is known without asking PostgreSQL. Does not block.
    public func decideFromMemory(authorization: String?, apiKeyHeader: String?) -> Decision? {
        switch shown(authorization, apiKeyHeader) {
        case .decided(let decision): decision
        case .key(let secret, let verifier): verifier.verifyFromMemory(secret).map(Self.decision)
        }
    }

    /// What the headers show: enough to decide, or a key to look up.
    private enum Shown {
        case decided(Decision)
        case key(APIKeySecret, APIKeyVerifier)
    }

    private func shown(_ authorization: String?, _ apiKeyHeader: String?) -> Shown {
        guard mode != .off, let verifier else { return .decided(.granted(.anonymous(.admin))) }
        guard authorization != nil || apiKeyHeader != nil else {
            return .decided(mode == .required ? .missing : .granted(.anonymous(.reader)))
        }
        // Whoever tries to show a key wants to be known by it: falling back to anonymous would hide the mistake.
        guard let secret = APIKeySecret(authorization: authorization, apiKeyHeader: apiKeyHeader) else {
            return .decided(.unknown)
        }
        return .key(secret, verifier)
    }

    private static func decision(_ verdict: APIKeyVerifier.Verdict) -> Decision {
        switch verdict {
        case .known(let key): .granted(Principal(key))
        case .unknown: .unknown
        case .unavailable: .unavailable
        }
    }
}
