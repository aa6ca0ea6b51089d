// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a key may do. Each role includes what its description says and nothing else; a key may be bound to a part of the
/// subjects or of the event types.
public enum AccessRole: String, Sendable, Hashable, CaseIterable {
    /// Everything.
    case admin
    /// Registers, deletes softly, and reads schemas.
    case writer
    /// Reads schemas.
    case reader
    /// Sends events.
    case ingest

    public func permits(_ permission: AccessPermission) -> Bool {
        switch self {
        case .admin: true
        case .writer: permission == .readSchemas || permission == .writeSchemas
        case .reader: permission == .readSchemas
        case .ingest: permission == .sendEvents
        }
    }
}

/// What a request needs.
public enum AccessPermission: Sendable, Hashable, CaseIterable {
    case readSchemas
    case writeSchemas
    /// To change configuration and modes, to delete for good, to manage keys.
    case administer
    case sendEvents
}
