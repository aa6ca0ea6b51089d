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
            fails: [.subjectNotFound], needs: .admin),
    ]

    private func getConfig(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let subject = call.subject
        let useGlobal = call.flag("defaultToGlobal")
        let config = try store.read { session in
            guard !subject.isContext else { return try session.config(subject) ?? SubjectConfig() }
            let own = try session.config(subject)
            if useGlobal {
                let effective = try session.effectiveConfig(subject)
                return SubjectConfig(
                    compatibility: effective.compatibility, normalize: own?.normalize)
            }
            guard let own, own != SubjectConfig() else { throw RegistryError.compatibilityNotSet(subject) }
            return own
        }
        return .json(Self.reply(config, isGlobal: subject == .registry))
    }

    /// The shape of GET and DELETE. The registry itself always has a level.
    private static func reply(_ config: SubjectConfig, isGlobal: Bool) -> JSONValue {
        var members: [JSONValue.Member] = []
        if let level = config.compatibility ?? (isGlobal ? .backward : nil) {
            members.append(.init(name: "compatibilityLevel", value: .string(level.rawValue)))
        }
        if let normalize = config.normalize { members.append(.init(name: "normalize", value: .bool(normalize))) }
        return .object(members)
    }

    /// Merges what is given into what is set; null clears.
    private func setConfig(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let subject = call.subject
        try subject.checkPlace()
        let body = try call.body()
        guard case .object(let members) = body else { throw .unprocessable("The body must be a JSON object.") }
        for member in members where Self.laterSettings.contains(member.name) && member.value != .null {
            throw .unsupportedSetting(member.name)
        }
        let level = try Self.level(body["compatibility"])
        let normalize = try Self.boolean(body["normalize"])
        try store.write { session in
            try session.lock(subject)
            var config = try session.config(subject) ?? SubjectConfig()
            if let level { config.compatibility = level.value }
            if let normalize { config.normalize = normalize.value }
            try session.setConfig(subject, config)
        }
        return .json(.object(members.filter { ["compatibility", "normalize"].contains($0.name) && $0.value != .null }))
    }

    /// Known to the interface, but nothing that this version would act on: pretending to have set them would be a lie.
    private static let laterSettings: Set<String> = [
        "compatibilityGroup", "compatibilityPolicy", "validateFields", "alias", "defaultMetadata", "overrideMetadata",
        "defaultRuleSet", "overrideRuleSet", "policy",
    ]

    /// Something that was given: a value, or null.
    private struct Given<Value> {
        let value: Value?
    }

    private static func level(_ json: JSONValue?) throws(RegistryError) -> Given<CompatibilityLevel>? {
        switch json {
        case nil: return nil
        case .null: return Given(value: nil)
        case .string(let text)?:
            guard let level = CompatibilityLevel(text) else { throw .invalidCompatibility }
            return Given(value: level)
        default: throw .invalidCompatibility
        }
    }

    private static func boolean(_ json: JSONValue?) throws(RegistryError) -> Given<Bool>? {
        switch json {
        case nil: return nil
        case .null: return Given(value: nil)
        case .bool(let value)?: return Given(value: value)
        default: throw .unprocessable("\"normalize\" must be true or false.")
        }
    }

    private func removeConfig(_ call: RegistryCall) throws(RegistryError) -> RegistryReply {
        let subject = call.subject
        let old = try store.write { session in
            try session.lock(subject)
            let old = try session.config(subject)
            if old == nil, !subject.isContext { throw RegistryError.subjectNotFound(subject) }
            try session.removeConfig(subject)
            return old ?? SubjectConfig()
        }
        return .json(Self.reply(old, isGlobal: subject == .registry))
    }
}
