// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What is set at one place.
struct PlaceSettings: Sendable, Hashable {
    var config = SubjectConfig()
    var mode: RegistryMode?

    var isEmpty: Bool { self == PlaceSettings() }
}

/// The settings that hold for a subject: each is its own, else its context's, else the registry's, else the default.
struct SettingsInForce: Sendable, Hashable {
    var own = PlaceSettings()
    var context = PlaceSettings()
    var registry = PlaceSettings()
    /// Tells this state of the three from all others.
    var stamp = ""

    /// What is set at the place that these were read for.
    func place(_ place: SubjectName) -> PlaceSettings {
        if place == .registry { return registry }
        return place.isContext ? context : own
    }

    /// What is set anywhere; the level has a default.
    var config: SubjectConfig {
        var config = own.config.over(context.config).over(registry.config)
        config.compatibility = config.compatibility ?? .backward
        return config
    }

    var mode: RegistryMode {
        guard registry.mode != .readOnlyOverride else { return .readOnlyOverride }
        return own.mode ?? context.mode ?? registry.mode ?? .readWrite
    }
}
