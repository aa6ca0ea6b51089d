// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A key as it is known to the system: all but the secret.
public struct APIKey: Sendable, Hashable {
    /// A UUID.
    public let id: String
    /// Chosen by who made it; unique among the keys that are not revoked.
    public let name: String
    public let role: AccessRole
    /// The event types that it may send; nil is all.
    public let eventTypes: Set<String>?
    /// How the subjects begin that its role is good for; nil is all.
    public let subjectPrefixes: [String]?
    /// How the subjects begin that it may read beside those; nil is none.
    public let readPrefixes: [String]?
    /// The secret's first characters.
    public let hint: String
    /// Microseconds since 1970.
    public let createdAtMicros: Int64
    /// Microseconds since 1970; nil while the key is good.
    public let revokedAtMicros: Int64?

    public init(
        id: String, name: String, role: AccessRole, eventTypes: Set<String>? = nil, subjectPrefixes: [String]? = nil,
        readPrefixes: [String]? = nil, hint: String, createdAtMicros: Int64, revokedAtMicros: Int64? = nil
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.eventTypes = eventTypes
        self.subjectPrefixes = subjectPrefixes
        self.readPrefixes = readPrefixes
        self.hint = hint
        self.createdAtMicros = createdAtMicros
        self.revokedAtMicros = revokedAtMicros
    }

    public func permits(_ permission: AccessPermission) -> Bool { role.permits(permission) }

    /// Whether it may send events of that type.
    public func permitsSending(_ eventType: String) -> Bool {
        permits(.sendEvents) && (eventTypes?.contains(eventType) ?? true)
    }
}
