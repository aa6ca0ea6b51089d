// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Who asks the registry: a key, or nobody in particular; and what that one may do with which subjects.
public struct Principal: Sendable, Hashable {
    /// What is asked of a subject, each more than the one before.
    public enum Action: Sendable, Hashable, CaseIterable {
        /// To see it, to look schemas up, to check compatibility.
        case read
        /// To register, and to delete softly.
        case write
        /// To set levels and modes, to delete for good.
        case admin

        var permission: AccessPermission {
            switch self {
            case .read: .readSchemas
            case .write: .writeSchemas
            case .admin: .administer
            }
        }
    }

    /// The key's name, as the audit log has it.
    public let name: String
    public let role: AccessRole
    /// How the subjects begin that the role is good for; nil is all.
    public let subjectPrefixes: [String]?
    /// How the subjects begin that it may see, if its role may; nil is all.
    public let readablePrefixes: [String]?

    /// - Parameter readPrefixes: how the subjects begin that may be read beside those.
    public init(name: String, role: AccessRole, subjectPrefixes: [String]? = nil, readPrefixes: [String] = []) {
        self.name = name
        self.role = role
        self.subjectPrefixes = subjectPrefixes
        readablePrefixes = subjectPrefixes.map { $0 + readPrefixes }
    }

    public init(_ key: APIKey) {
        self.init(
            name: key.name, role: key.role, subjectPrefixes: key.subjectPrefixes, readPrefixes: key.readPrefixes ?? [])
    }

    /// Who shows no key, where none is asked for.
    public static func anonymous(_ role: AccessRole) -> Principal { Principal(name: "anonymous", role: role) }

    /// Whether it may do that to a subject, named as the registry writes it (`orders`, `:.context:orders`).
    public func may(_ action: Action, _ subject: String) -> Bool {
        let prefixes = action == .read ? readablePrefixes : subjectPrefixes
        return role.permits(action.permission) && (prefixes?.contains { subject.startsUTF8(with: $0) } ?? true)
    }

    /// Whether it may do that to the registry as a whole. To read what belongs to no subject, such as the level that holds
    /// for all, the role is enough; to change it takes a key that is not bound to prefixes.
    public func may(_ action: Action) -> Bool {
        role.permits(action.permission) && (action == .read || subjectPrefixes == nil)
    }

    /// The prefixes that together select what it may read among the subjects with a prefix: none contains another, in the
    /// order of their bytes.
    public func readable(within prefix: String = "") -> [String] {
        guard may(.read) else { return [] }
        guard let readablePrefixes else { return [prefix] }
        let narrowed = readablePrefixes.compactMap { own in
            own.startsUTF8(with: prefix) ? own : prefix.startsUTF8(with: own) ? prefix : nil
        }
        let ordered = narrowed.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return ordered.reduce(into: []) { kept, next in
            if let last = kept.last, next.startsUTF8(with: last) { return }
            kept.append(next)
        }
    }
}

extension String {
    /// By bytes, as PostgreSQL compares: `hasPrefix` takes canonically equivalent characters for the same.
    fileprivate func startsUTF8(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
