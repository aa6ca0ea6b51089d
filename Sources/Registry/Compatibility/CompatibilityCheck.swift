// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Compares a new schema with older versions, as a level asks.
struct CompatibilityCheck {
    let level: CompatibilityLevel

    /// What keeps the schema from following the versions, as the established texts; empty if it may.
    ///
    /// Stops at the first version, newest first, that does not fit.
    func messages(
        _ new: ParsedSchema, type: SchemaType, after older: [StoredVersion],
        parse: (SchemaContent) throws -> ParsedSchema
    ) rethrows -> [String] {
        guard level != .none else { return [] }
        for version in older.sorted(by: { $0.version > $1.version }) {
            var found: [String] = []
            if version.schema.content.type != type {
                found = ["Incompatible because of different schema type"]
            } else {
                let old = try parse(version.schema.content)
                for direction in level.directions {
                    found += new.differences(to: old, direction).map(\.message)
                }
            }
            guard found.isEmpty else { return found + trailer(version) }
        }
        return []
    }

    /// Consoles read these members after the differences.
    private func trailer(_ version: StoredVersion) -> [String] {
        [
            "{oldSchemaVersion: \(version.version)}",
            "{oldSchema: '\(version.schema.content.text.prefix(bytes: Self.maxSchemaBytes))'}",
            "{validateFields: 'false', compatibility: '\(level.rawValue)'}",
        ]
    }

    private static let maxSchemaBytes = 10 << 10
}

extension CompatibilityDifference {
    /// The difference as consoles parse it.
    var message: String {
        var text = "{errorType:'\(type)', description:'\(description)'"
        if !additionalInfo.isEmpty { text += ", additionalInfo:'\(additionalInfo)'" }
        return text + "}"
    }
}

extension String {
    /// The first bytes, without a part of a character at the end.
    func prefix(bytes: Int) -> Substring {
        guard utf8.count > bytes else { return self[...] }
        return self[..<utf8.index(utf8.startIndex, offsetBy: bytes)]
    }
}
