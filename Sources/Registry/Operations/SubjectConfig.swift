// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Settings of a subject, a context, or the registry as a whole. What is nil is not set.
struct SubjectConfig: Sendable, Hashable {
    var compatibility: CompatibilityLevel?
    var policy: CompatibilityPolicy?
    /// Only versions whose metadata property of this name is equal are compared.
    var compatibilityGroup: String?
    /// Whether registered schemas are brought into normal form.
    var normalize: Bool?
    /// Whether names that the metadata reserves are kept from fields (`ReservedFields`).
    var validateFields: Bool?
    /// The subject that reads of this one are led to.
    var alias: String?
    /// Metadata and rules of schemas that don't have their own.
    var defaultMetadata, defaultRuleSet: JSONValue?
    /// Metadata and rules that win over those of schemas.
    var overrideMetadata, overrideRuleSet: JSONValue?

    /// What is set here, else there. An alias is of one subject alone.
    func over(_ lower: SubjectConfig) -> SubjectConfig {
        SubjectConfig(
            compatibility: compatibility ?? lower.compatibility, policy: policy ?? lower.policy,
            compatibilityGroup: compatibilityGroup ?? lower.compatibilityGroup,
            normalize: normalize ?? lower.normalize, validateFields: validateFields ?? lower.validateFields,
            alias: alias, defaultMetadata: defaultMetadata ?? lower.defaultMetadata,
            defaultRuleSet: defaultRuleSet ?? lower.defaultRuleSet,
            overrideMetadata: overrideMetadata ?? lower.overrideMetadata,
            overrideRuleSet: overrideRuleSet ?? lower.overrideRuleSet)
    }

    /// As the interface shows it; the level's name differs between requests and replies.
    func json(levelName: String = "compatibilityLevel") -> JSONValue {
        let members: [(String, JSONValue?)] = [
            (levelName, compatibility.map { .string($0.rawValue) }),
            ("compatibilityGroup", compatibilityGroup.map { .string($0) }),
            ("normalize", normalize.map { .bool($0) }), ("validateFields", validateFields.map { .bool($0) }),
            ("alias", alias.map { .string($0) }), ("defaultMetadata", defaultMetadata),
            ("overrideMetadata", overrideMetadata), ("defaultRuleSet", defaultRuleSet),
            ("overrideRuleSet", overrideRuleSet), ("policy", policy.map { .string($0.rawValue) }),
        ]
        return .object(members.compactMap { name, value in value.map { .init(name: name, value: $0) } })
    }
}

/// A change of settings: members that are given replace what is set, null clears it, others stay.
struct SubjectConfigChange: Sendable {
    private enum Change<Value: Sendable>: Sendable {
        case keep
        case set(Value?)

        func applied(to old: Value?) -> Value? {
            switch self {
            case .keep: old
            case .set(let value): value
            }
        }
    }

    private let compatibility: Change<CompatibilityLevel>
    private let policy: Change<CompatibilityPolicy>
    private let compatibilityGroup, alias: Change<String>
    private let normalize, validateFields: Change<Bool>
    private let defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet: Change<JSONValue>

    /// The members that are read.
    static let members: Set<String> = [
        "compatibility", "compatibilityGroup", "normalize", "validateFields", "alias", "defaultMetadata",
        "overrideMetadata", "defaultRuleSet", "overrideRuleSet", "policy",
    ]

    /// Reads the body of `PUT /config`. Unknown members are ignored.
    init(_ body: JSONValue) throws(RegistryError) {
        guard case .object = body else { throw .unprocessable("The body must be a JSON object.") }
        func change<Value>(
            _ name: String, _ read: (JSONValue) throws(RegistryError) -> Value?
        ) throws(RegistryError) -> Change<Value> {
            switch body[name] {
            case nil: .keep
            case .null?: .set(nil)
            case let json?: .set(try read(json))
            }
        }
        func text(_ name: String) throws(RegistryError) -> Change<String> {
            try change(name) { json throws(RegistryError) in
                guard case .string(let text) = json else { throw .unprocessable("\"\(name)\" must be a string.") }
                return text.isEmpty ? nil : text
            }
        }
        func flag(_ name: String) throws(RegistryError) -> Change<Bool> {
            try change(name) { json throws(RegistryError) in
                guard case .bool(let value) = json else { throw .unprocessable("\"\(name)\" must be true or false.") }
                return value
            }
        }
        compatibility = try change("compatibility") { json throws(RegistryError) in
            guard case .string(let text) = json, let level = CompatibilityLevel(text) else {
                throw .invalidCompatibility
            }
            return level
        }
        policy = try change("policy") { json throws(RegistryError) in
            guard case .string(let text) = json, let policy = CompatibilityPolicy(text) else { throw .invalidPolicy }
            return policy
        }
        compatibilityGroup = try text("compatibilityGroup")
        alias = try text("alias")
        normalize = try flag("normalize")
        validateFields = try flag("validateFields")
        defaultMetadata = try change("defaultMetadata") { json throws(RegistryError) in try SchemaMetadata.read(json) }
        overrideMetadata = try change("overrideMetadata") { json throws(RegistryError) in
            try SchemaMetadata.read(json)
        }
        defaultRuleSet = try change("defaultRuleSet") { json throws(RegistryError) in try SchemaRuleSet.read(json) }
        overrideRuleSet = try change("overrideRuleSet") { json throws(RegistryError) in try SchemaRuleSet.read(json) }
    }

    func applied(to old: SubjectConfig) -> SubjectConfig {
        SubjectConfig(
            compatibility: compatibility.applied(to: old.compatibility), policy: policy.applied(to: old.policy),
            compatibilityGroup: compatibilityGroup.applied(to: old.compatibilityGroup),
            normalize: normalize.applied(to: old.normalize),
            validateFields: validateFields.applied(to: old.validateFields), alias: alias.applied(to: old.alias),
            defaultMetadata: defaultMetadata.applied(to: old.defaultMetadata),
            defaultRuleSet: defaultRuleSet.applied(to: old.defaultRuleSet),
            overrideMetadata: overrideMetadata.applied(to: old.overrideMetadata),
            overrideRuleSet: overrideRuleSet.applied(to: old.overrideRuleSet))
    }
}
