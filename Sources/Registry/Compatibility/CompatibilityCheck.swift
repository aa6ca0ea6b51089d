// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Compares a new schema with older versions, as level, policy and group ask. Does no I/O.
struct CompatibilityCheck {
    let level: CompatibilityLevel
    let policy: CompatibilityPolicy
    /// The metadata property that must be equal for versions to be compared (`compatibilityGroup`); nil compares all.
    let group: String?
    /// Whether reserved names are looked at (`ReservedFields`), whatever the level.
    let validatesFields: Bool
    /// Whether a record is looked for that shows the verdict, or contradicts it. It takes some milliseconds.
    let proves: Bool

    init(
        level: CompatibilityLevel, policy: CompatibilityPolicy = .confluent, group: String? = nil,
        validatesFields: Bool = false, proves: Bool = false
    ) {
        self.level = level
        self.policy = policy
        self.group = group
        self.validatesFields = validatesFields
        self.proves = proves
    }

    /// Whether the new schema may follow the versions.
    ///
    /// Of the group's versions, a transitive level compares all, newest first, and stops at the first that does not fit;
    /// other levels compare the newest.
    /// - Parameters:
    ///   - content: the new schema as it would be stored.
    ///   - older: the subject's live versions, in any order. Without a group, the newest is enough for a level that is
    ///     not transitive.
    ///   - parse: called for those that are compared only.
    func verdict(
        _ new: ParsedSchema, _ content: SchemaContent, after older: [StoredVersion],
        parse: (StoredSchema) throws -> ParsedSchema
    ) rethrows -> CompatibilityVerdict {
        var verdict = try judged(new, content, older, parse)
        // Consoles read it as the last of the messages.
        if !verdict.isCompatible {
            verdict.messages.append("{validateFields: '\(validatesFields)', compatibility: '\(level.rawValue)'}")
        }
        return verdict
    }

    private func judged(
        _ new: ParsedSchema, _ content: SchemaContent, _ older: [StoredVersion],
        _ parse: (StoredSchema) throws -> ParsedSchema
    ) rethrows -> CompatibilityVerdict {
        var verdict = CompatibilityVerdict(policy: policy, level: level)
        if validatesFields {
            let newest = older.max { $0.version < $1.version }
            verdict.differences = ReservedFields(new: new, content: content, previous: newest?.schema.content)
                .differences()
            verdict.messages = Self.established(verdict.differences)
            verdict.version = newest?.version
        }
        guard level != .none else { return verdict }
        let versions = opponents(of: content, among: older)
        verdict.version = versions.first?.version ?? verdict.version
        for version in versions {
            let (found, old) = try differences(new, content, version.schema, parse)
            if found.isEmpty {
                // A record that contradicts the rules is looked for in the newest version only.
                if proves, version.version == versions.first?.version {
                    verdict.warning = firstExample(old) { new.warning(to: $0, $1) }
                }
                continue
            }
            verdict.version = version.version
            verdict.differences += found
            verdict.messages += Self.established(found) + trailer(version)
            verdict.warning = nil
            if proves {
                verdict.counterExample = firstExample(old) { old, direction in
                    found.contains { $0.direction == direction }
                        ? new.counterExample(to: old, direction, policy) : nil
                }
            }
            break
        }
        return verdict
    }

    private func firstExample(
        _ old: ParsedSchema?, _ find: (ParsedSchema, CompatibilityDirection) -> CompatibilityExample?
    ) -> CompatibilityExample? {
        guard let old else { return nil }
        for direction in level.directions {
            if let example = find(old, direction) { return example }
        }
        return nil
    }

    /// The versions that are compared, newest first.
    func opponents(of content: SchemaContent, among older: [StoredVersion]) -> [StoredVersion] {
        let sameGroup =
            group.map { group in
                older.filter { $0.schema.content.metadataProperty(group) == content.metadataProperty(group) }
            } ?? older
        let newestFirst = sameGroup.sorted { $0.version > $1.version }
        return level.isTransitive ? newestFirst : Array(newestFirst.prefix(1))
    }

    /// The differences, and the older schema, if it is of the same language.
    private func differences(
        _ new: ParsedSchema, _ content: SchemaContent, _ older: StoredSchema,
        _ parse: (StoredSchema) throws -> ParsedSchema
    ) rethrows -> ([CompatibilityDifference], ParsedSchema?) {
        let type = older.content.type
        guard content.type == type else {
            return ([Self.typeChanged(from: type, to: content.type, level.directions.first ?? .backward)], nil)
        }
        let old = try parse(older)
        // Rules that ask for no change at all find the same in both directions: that is told once.
        var told: Set<[String]> = []
        let found = level.directions.flatMap { new.differences(to: old, $0, policy) }
        return (found.filter { told.insert([$0.rule.id, $0.path, $0.description]).inserted }, old)
    }

    private static func typeChanged(
        from old: SchemaType, to new: SchemaType, _ direction: CompatibilityDirection
    ) -> CompatibilityDifference {
        CompatibilityDifference(
            rule: .schemaTypeChanged, direction: direction, path: "",
            description: "The type of the schema has changed",
            additionalInfo: "expected: \(old.rawValue), found: \(new.rawValue)",
            why: "The subject's schemas are of type \(old.rawValue), whose data no schema of type \(new.rawValue) "
                + "reads.",
            remedy: "Register the \(new.rawValue) schema under another subject.")
    }

    /// A changed type and reserved names have a sentence each, without the form of the others.
    private static func established(_ differences: [CompatibilityDifference]) -> [String] {
        differences.map {
            switch $0.rule {
            case .schemaTypeChanged: "Incompatible because of different schema type"
            case .reservedFieldRemoved, .reservedFieldUsed: $0.description
            default: $0.message
            }
        }
    }

    /// Consoles read these members after the differences.
    private func trailer(_ version: StoredVersion) -> [String] {
        [
            "{oldSchemaVersion: \(version.version)}",
            "{oldSchema: '\(version.schema.content.text.prefix(bytes: Self.maxSchemaBytes))'}",
        ]
    }

    private static let maxSchemaBytes = 10 << 10
}

extension SchemaContent {
    /// A property of the metadata; nil if there is none.
    func metadataProperty(_ name: String) -> String? {
        guard case .string(let value)? = metadata?["properties"]?[name] else { return nil }
        return value
    }
}

extension String {
    /// The first bytes, without a part of a character at the end.
    func prefix(bytes: Int) -> Substring {
        guard utf8.count > bytes else { return self[...] }
        return self[..<utf8.index(utf8.startIndex, offsetBy: bytes)]
    }
}
