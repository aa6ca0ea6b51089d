// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// `/config`: settings of the registry, of a context, or of a subject.
extension RegistryAPI {
    static let configEndpoints: [RegistryEndpoint] = [
        .init(
            "GET", "/config", "getGlobalConfig", getConfig, "The settings of the registry, or of the context.",
            query: [.defaultToGlobal], answers: .config),
        .init(
            "PUT", "/config", "setGlobalConfig", setConfig, "Changes settings of the registry, or of the context.",
            body: .configRequest, answers: .configRequest, fails: [.invalidConfig, .invalidRuleSet], needs: .admin),
        .init(
            "DELETE", "/config", "removeGlobalConfig", removeConfig,
            "Removes the settings of the registry, or of the context, and answers what they were.", answers: .config,
            needs: .admin),
        .init(
            "GET", "/config/{subject}", "getConfig", getConfig, "The settings of a subject.", query: [.defaultToGlobal],
            answers: .config, fails: [.configNotSet]),
        .init(
            "PUT", "/config/{subject}", "setConfig", setConfig,
            "Changes settings of a subject, which need not exist: what is given is merged, null clears.",
            body: .configRequest, answers: .configRequest,
            fails: [.invalidConfig, .invalidSubject, .invalidRuleSet], needs: .admin),
        .init(
            "DELETE", "/config/{subject}", "removeConfig", removeConfig,
            "Removes the settings of a subject, and answers what they were.", answers: .config,
            fails: [.subjectNotFound, .invalidSubject], needs: .admin),
    ]

    private func getConfig(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        .json(try registrar.config(call.subject, inForce: call.flag("defaultToGlobal")).json())
    }

    /// Merges what is given into what is set; null clears. What was given is answered.
    private func setConfig(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let body = try call.body()
        try registrar.setConfig(call.subject, try SubjectConfigChange(body), by: call.actor)
        guard case .object(let members) = body else { return .json([:]) }
        return .json(
            .object(members.filter { SubjectConfigChange.members.contains($0.name) && $0.value != .null }))
    }

    private func removeConfig(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        var old = try registrar.removeConfig(call.subject, by: call.actor)
        if call.subject == .registry { old.compatibility = old.compatibility ?? .backward }
        return .json(old.json())
    }
}
