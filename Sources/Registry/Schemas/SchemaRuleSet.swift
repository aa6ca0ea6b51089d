// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Rules that clients run when they write or read with a schema: `{migrationRules, domainRules, encodingRules}`.
///
/// The registry keeps them and gives them back; it runs none. They are part of what makes two schemas the same.
enum SchemaRuleSet {
    private static let lists = ["migrationRules", "domainRules", "encodingRules"]
    private static let kinds: Set<String> = ["TRANSFORM", "CONDITION"]
    private static let migrationModes: Set<String> = ["UPGRADE", "DOWNGRADE", "UPDOWN"]
    private static let otherModes: Set<String> = ["WRITE", "READ", "WRITEREAD"]
    /// A rule's members, in the order in which they are given back.
    private static let members = [
        "name", "doc", "kind", "mode", "type", "tags", "params", "expr", "onSuccess", "onFailure", "disabled",
    ]

    /// Reads a rule set; nil if there is none (42210 where it is none). Unknown members are ignored.
    static func read(_ json: JSONValue?) throws(RegistryError) -> JSONValue? {
        guard let json, json != .null else { return nil }
        guard case .object = json else { throw .invalidRuleSet("Invalid rule set: it must be an object.") }
        var members: [JSONValue.Member] = []
        for list in lists {
            guard let given = json[list], given != .null else { continue }
            guard case .array(let elements) = given else {
                throw .invalidRuleSet("Invalid rule set: \"\(list)\" must be an array of rules.")
            }
            var rules: [JSONValue] = []
            var names: Set<String> = []
            for element in elements {
                let (name, rule) = try rule(element, of: list)
                guard names.insert(name).inserted else {
                    throw .invalidRuleSet("Invalid rule set: \"\(list)\" has two rules with the name \"\(name)\".")
                }
                rules.append(rule)
            }
            members.append(.init(name: list, value: .array(rules)))
        }
        return .object(members)
    }

    /// A rule set with another's on top: rules of the same name are the other's, which come last.
    static func merge(_ lower: JSONValue?, _ upper: JSONValue?) -> JSONValue? {
        guard let lower else { return upper }
        guard let upper else { return lower }
        var members: [JSONValue.Member] = []
        for list in lists where lower[list] != nil || upper[list] != nil {
            let above = rules(upper, list)
            let names = Set(above.compactMap { $0["name"] })
            let kept = rules(lower, list).filter { rule in rule["name"].map { !names.contains($0) } ?? true }
            members.append(.init(name: list, value: .array(kept + above)))
        }
        return .object(members)
    }

    private static func rules(_ set: JSONValue, _ list: String) -> [JSONValue] {
        guard case .array(let rules)? = set[list] else { return [] }
        return rules
    }

    private static func rule(_ json: JSONValue, of list: String) throws(RegistryError) -> (String, JSONValue) {
        guard case .string(let name)? = json["name"], !name.isEmpty else {
            throw .invalidRuleSet("Invalid rule set: a rule of \"\(list)\" has no \"name\".")
        }
        func check(_ member: String, _ allowed: Set<String>) throws(RegistryError) {
            switch json[member] {
            case nil, .null?: return
            case .string(let text)? where allowed.contains(text.uppercased()): return
            default:
                throw .invalidRuleSet(
                    "Invalid rule set: \"\(member)\" of the rule \"\(name)\" of \"\(list)\" must be one of "
                        + allowed.sorted().joined(separator: ", ") + ".")
            }
        }
        try check("kind", kinds)
        try check("mode", list == "migrationRules" ? migrationModes : otherModes)
        for member in ["type", "expr", "doc", "onSuccess", "onFailure"] {
            switch json[member] {
            case nil, .null?, .string?: continue
            default:
                throw .invalidRuleSet(
                    "Invalid rule set: \"\(member)\" of the rule \"\(name)\" of \"\(list)\" must be a string.")
            }
        }
        let kept = members.compactMap { member -> JSONValue.Member? in
            guard let value = json[member], value != .null else { return nil }
            return JSONValue.Member(name: member, value: value)
        }
        return (name, .object(kept))
    }
}
