// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP

/// Who a request is from, and whether the call may be made: the one place where the interface asks for access.
struct RegistryAccess: Sendable {
    let policy: AccessPolicy
    let trustedProxies: TrustedProxies
    /// Whether this process speaks https itself.
    let isSecure: Bool

    /// Who asks. May block while the key is looked up.
    func principal(of request: HTTPRequest) throws(RegistryError) -> Principal {
        try principal(
            policy.decide(
                authorization: request.header("Authorization"), apiKeyHeader: request.header("X-API-Key")))
    }

    private func principal(_ decision: AccessPolicy.Decision) throws(RegistryError) -> Principal {
        switch decision {
        case .granted(let principal): return principal
        case .missing:
            throw .unauthorized("This registry needs an API key: as the password of Basic, or as the Bearer token")
        case .unknown: throw .unauthorized("The API key is unknown or was revoked")
        case .unavailable: throw .storeFailed("API keys can't be looked up now")
        }
    }

    /// How the client reached the registry, as far as the network and trusted proxies tell: `http` or `https`.
    func scheme(of request: HTTPRequest) -> String {
        isSecure ? "https" : trustedProxies.clientScheme(of: request) ?? "http"
    }

    /// Refuses what the principal may not do. What a list shows is for the list to restrict.
    ///
    /// The subjects of a change set stand in its body: its operation checks each.
    func check(_ call: RegistryCall, _ endpoint: RegistryEndpoint) throws(RegistryError) {
        let context = call.value("context")
        let subject =
            context.isEmpty ? call.subject : SubjectName(context: RegistryRouter.context(context), name: "")
        switch endpoint.need {
        case .none: return
        case .read: try check(call, .read, subject)
        case .write: try check(call, endpoint.takesAdmin(call) ? .admin : .write, subject)
        case .admin: try check(call, .admin, subject)
        }
    }

    /// Refuses references to what the principal may not read: a schema shows what it refers to, and holds it fast.
    ///
    /// - Parameter subject: whose context unqualified references are of.
    func check(
        _ call: RegistryCall, referencesOf request: SchemaRequest, under subject: SubjectName
    ) throws(RegistryError) {
        for reference in request.references {
            try check(call, .read, SubjectName(reference.subject, in: subject.context))
        }
    }

    func check(_ call: RegistryCall, _ action: Principal.Action, _ subject: SubjectName) throws(RegistryError) {
        // What belongs to no subject, such as a list or a setting of the registry, has the empty name.
        let isAllowed =
            subject.isContext && (action == .read || subject == .registry)
            ? call.principal.may(action) : call.principal.may(action, subject.text)
        guard !isAllowed else { return }
        throw .forbidden(
            call.principal.name, action.operation,
            on: subject == .registry ? "the registry as a whole" : "Subject: \(subject.text)")
    }
}

extension RegistryEndpoint {
    /// Whether a change goes beyond what writers may do: it deletes for good, or leaves a check out.
    fileprivate func takesAdmin(_ call: RegistryCall) -> Bool {
        method == "DELETE" && call.flag("permanent") || query.contains(.forceUndelete) && call.flag("force")
    }
}

extension Principal.Action {
    /// As the established text of a refusal has it.
    fileprivate var operation: String {
        switch self {
        case .read: "Read"
        case .write: "Write"
        case .admin: "Administer"
        }
    }
}

extension RegistryError {
    /// The challenge that goes with a 401 (RFC 9110 §11.6.1).
    var headers: [(String, String)] {
        guard status == 401 else { return [] }
        return [
            ("WWW-Authenticate", #"Basic realm="schema registry", charset="UTF-8""#),
            ("WWW-Authenticate", #"Bearer realm="schema registry""#),
        ]
    }
}
