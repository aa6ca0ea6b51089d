// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a compatibility check found under one policy.
public struct CompatibilityVerdict: Sendable, Hashable {
    public var policy: CompatibilityPolicy
    public var level: CompatibilityLevel
    /// The version that does not fit; if all fit, the newest that was compared; nil if there was none.
    public var version: Int?
    /// What keeps the schemas apart; empty means compatible.
    public var differences: [CompatibilityDifference]
    /// The established texts, which end with the version, its schema and the level; empty if compatible.
    public var messages: [String]
    /// A record that can't be read; nil if none was looked for, or found.
    public var counterExample: CompatibilityExample?
    /// A record that can't be read although no rule is broken.
    public var warning: CompatibilityExample?

    public var isCompatible: Bool { differences.isEmpty }

    public init(
        policy: CompatibilityPolicy, level: CompatibilityLevel, version: Int? = nil,
        differences: [CompatibilityDifference] = [], messages: [String] = [],
        counterExample: CompatibilityExample? = nil, warning: CompatibilityExample? = nil
    ) {
        self.policy = policy
        self.level = level
        self.version = version
        self.differences = differences
        self.messages = messages
        self.counterExample = counterExample
        self.warning = warning
    }
}
