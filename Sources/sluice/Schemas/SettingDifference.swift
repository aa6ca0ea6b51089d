// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A setting, or the mode, that a place of two registries does not have alike.
struct SettingDifference: Sendable, Hashable {
    enum Subject: Sendable, Hashable {
        case mode
        /// As `GET /config` names it.
        case setting(String)
    }

    /// A subject, a context (`:.ctx:`), or empty for the registry.
    let place: String
    let what: Subject
    /// What the source has; nil if it is not set there.
    let wanted: JSONValue?
    /// What the target has; nil if it is not set there.
    let found: JSONValue?

    /// Such as `orders-value has the setting normalize = true, not false`.
    var description: String {
        let name = place.isEmpty ? "the registry" : place
        switch what {
        case .mode:
            return "\(name) has \(found.map { "the mode \(Self.text($0))" } ?? "no mode of its own"), not "
                + (wanted.map(Self.text) ?? "none of its own")
        case .setting(let member):
            return "\(name) has the setting \(member) = \(found.map(SchemaText.inline) ?? "nothing"), not "
                + (wanted.map(SchemaText.inline) ?? "nothing")
        }
    }

    private static func text(_ value: JSONValue) -> String {
        guard case .string(let text) = value else { return value.text() }
        return text
    }
}

extension RegistrySnapshot {
    /// The places whose settings and modes are this one's business.
    var places: Set<String> { subjects.union(configs.keys).union(modes.keys) }

    /// The settings and modes that another registry has otherwise, at the places that this one has.
    func settingDifferences(in other: RegistrySnapshot) -> [SettingDifference] {
        places.sorted().flatMap { place -> [SettingDifference] in
            let (wanted, found) = (configs[place] ?? [:], other.configs[place] ?? [:])
            var names: Set<String> = []
            let members = (wanted.objectMembers + found.objectMembers).map(\.name).filter { names.insert($0).inserted }
            var differences = members.filter { wanted[$0] != found[$0] }.map {
                SettingDifference(place: place, what: .setting($0), wanted: wanted[$0], found: found[$0])
            }
            // The registry's own mode is about the server, not about what it has: an old one is read only by then.
            if !place.isEmpty, modes[place] != other.modes[place] {
                differences.append(
                    SettingDifference(
                        place: place, what: .mode, wanted: modes[place].map { .string($0) },
                        found: other.modes[place].map { .string($0) }))
            }
            return differences
        }
    }
}

/// What an import does about settings and modes that differ: what is not set here is taken over, what is set otherwise
/// stays as it is, unless it is to be overwritten.
struct SettingsTakeover: Sendable {
    /// Members to put, by place; null takes one away.
    private(set) var configs: [String: [JSONValue.Member]] = [:]
    /// Modes to set, by place; nil takes one away.
    private(set) var modes: [String: String?] = [:]
    /// What is left as it is.
    private(set) var kept: [SettingDifference] = []

    /// - Parameters:
    ///   - overwrites: takes over also what is set here otherwise.
    ///   - isFresh: the target has no versions of its own, so that nothing depends on the registry's own settings,
    ///     which can't be told from defaults.
    init(_ differences: [SettingDifference], overwrites: Bool, isFresh: Bool) {
        for difference in differences {
            guard overwrites || difference.found == nil || (isFresh && difference.place.isEmpty) else {
                kept.append(difference)
                continue
            }
            switch difference.what {
            case .mode:
                guard case .string(let mode)? = difference.wanted else {
                    modes.updateValue(nil, forKey: difference.place)
                    continue
                }
                modes[difference.place] = mode
            case .setting(let name):
                // GET and PUT name the level differently.
                configs[difference.place, default: []].append(
                    .init(
                        name: name == "compatibilityLevel" ? "compatibility" : name, value: difference.wanted ?? .null))
            }
        }
    }

    var isEmpty: Bool { configs.isEmpty && modes.isEmpty }
}
