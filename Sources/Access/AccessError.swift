// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why a key could not be made, found or revoked.
public struct AccessError: Error, Sendable, Hashable, CustomStringConvertible {
    private enum Code: Hashable { case emptyName, emptyPrefix, readPrefixesAlone, nameTaken, noSuchKey, unknownRole }

    private let code: Code
    public let description: String

    static let emptyName = AccessError(code: .emptyName, description: "A key needs a name")

    static let emptyPrefix = AccessError(
        code: .emptyPrefix,
        description: "An empty subject prefix would stand for all subjects. Leave the prefixes out if that is meant")

    static let readPrefixesAlone = AccessError(
        code: .readPrefixesAlone,
        description:
            "Prefixes to read add to those that a key is bound to; a key that is bound to none reads all subjects")

    static func nameTaken(_ name: String) -> AccessError {
        AccessError(
            code: .nameTaken,
            description: "A key named \"\(name)\" exists. Choose another name, or revoke it: sluice keys revoke \(name)"
        )
    }

    static func noSuchKey(_ name: String) -> AccessError {
        AccessError(
            code: .noSuchKey,
            description: "No key that is not revoked has the name or id \"\(name)\". See: sluice keys list")
    }

    static func unknownRole(_ role: String) -> AccessError {
        AccessError(
            code: .unknownRole,
            description: "The database has a key of role \"\(role)\", which this version does not know. Upgrade Sluice")
    }

    public var isNameTaken: Bool { code == .nameTaken }
    public var isNoSuchKey: Bool { code == .noSuchKey }
}
