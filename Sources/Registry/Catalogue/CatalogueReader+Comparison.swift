// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CatalogueReader {
    /// Two versions of a subject compared: their texts, and by each policy in both directions whether one reads the other.
    func comparison(
        of name: SubjectName, old: Int, new: Int, showsAll: Bool
    ) throws(RegistryError) -> ComparisonModel {
        let state = try registrar.mirror.subject(name).state
        guard let newest = state.entries.last else { throw .subjectNotFound(name) }
        let (oldVersion, newVersion) = (try version(old, in: state), try version(new, in: state))
        let (oldText, newText) = (SchemaLines(oldVersion.schema.content), SchemaLines(newVersion.schema.content))
        let config = state.settings.config
        let findings = ComparisonFindings(
            parsed(newVersion.schema), newVersion, after: oldVersion, inForce: config.policy ?? .confluent
        ) { schema in try parsed(schema).get() }
        let differences = findings.differences.prefix(Self.maxDifferences).map {
            $0.model(oldText: oldText, newText: newText)
        }
        var rows = LineDiff.rows(oldText.lines, newText.lines)
        if !showsAll {
            rows = LineDiff.collapsed(
                rows, keepingOld: Set(differences.compactMap(\.oldLine)),
                keepingNew: Set(differences.compactMap(\.newLine)))
        }
        return ComparisonModel(
            subject: name, old: Self.side(oldVersion), new: Self.side(newVersion), newest: newest.version,
            level: (config.compatibility ?? .backward).rawValue, verdicts: findings.verdicts,
            differences: Array(differences),
            hasMoreDifferences: findings.differences.count > Self.maxDifferences, examples: findings.examples,
            isSameText: oldText.lines == newText.lines, rows: rows, showsAll: showsAll)
    }

    private static let maxDifferences = 100

    private func version(_ number: Int, in state: SubjectState) throws(RegistryError) -> StoredVersion {
        guard let entry = state.entry(number), let found = try registrar.mirror.version(entry, in: state) else {
            throw .versionNotFound(number)
        }
        return found
    }

    private static func side(_ version: StoredVersion) -> ComparisonModel.Side {
        ComparisonModel.Side(
            version: version.version, isDeleted: version.isDeleted, schemaID: version.schema.id,
            type: version.schema.content.type.rawValue)
    }
}

/// What the policies say of a pair of versions.
private struct ComparisonFindings {
    /// A difference, with the policies that ask for it.
    struct Finding {
        let difference: CompatibilityDifference
        var policies: [CompatibilityPolicy]
    }

    private(set) var verdicts: [ComparisonModel.Verdict] = []
    private(set) var differences: [Finding] = []
    private(set) var examples: [ComparisonModel.Example] = []

    /// Empty if one of the schemas can't be understood any more.
    init(
        _ parsed: Result<ParsedSchema, RegistryError>, _ new: StoredVersion, after old: StoredVersion,
        inForce: CompatibilityPolicy, parse: (StoredSchema) throws -> ParsedSchema
    ) {
        guard case .success(let schema) = parsed, (try? parse(old.schema)) != nil else { return }
        // The policy in force comes first, so that its differences do.
        let policies = [inForce] + Self.policies(of: new.schema.content.type).filter { $0 != inForce }
        for policy in policies {
            func verdict(_ level: CompatibilityLevel) -> CompatibilityVerdict? {
                try? CompatibilityCheck(level: level, policy: policy, proves: policy == inForce)
                    .verdict(schema, new.schema.content, after: [old], parse: parse)
            }
            guard let backward = verdict(.backward), let forward = verdict(.forward) else { continue }
            verdicts.append(
                ComparisonModel.Verdict(
                    policy: policy.rawValue, isInForce: policy == inForce, isBackward: backward.isCompatible,
                    isForward: forward.isCompatible))
            for difference in backward.differences + forward.differences { note(difference, policy) }
            for verdict in [backward, forward] {
                if let example = verdict.counterExample { examples.append(.init(example, isWarning: false)) }
                if let example = verdict.warning { examples.append(.init(example, isWarning: true)) }
            }
        }
    }

    private mutating func note(_ difference: CompatibilityDifference, _ policy: CompatibilityPolicy) {
        if let known = differences.firstIndex(where: { $0.difference == difference }) {
            differences[known].policies.append(policy)
        } else {
            differences.append(Finding(difference: difference, policies: [policy]))
        }
    }

    /// The policies that differ for a language.
    private static func policies(of type: SchemaType) -> [CompatibilityPolicy] {
        switch type {
        case .avro: [.confluent, .strict]
        case .protobuf: CompatibilityPolicy.allCases
        }
    }
}

extension ComparisonFindings.Finding {
    func model(oldText: SchemaLines, newText: SchemaLines) -> ComparisonModel.Difference {
        ComparisonModel.Difference(
            rule: difference.rule.id, summary: difference.rule.summary,
            direction: .init(difference.direction), found: difference.additionalInfo, why: difference.why,
            remedy: difference.remedy, oldLine: oldText.line(of: difference.oldPlace),
            newLine: newText.line(of: difference.newPlace), policies: policies.map(\.rawValue))
    }
}

extension SchemaLines {
    /// The line of a place in the stored text, in the layout that is shown.
    fileprivate func line(of place: SchemaPlace?) -> Int? {
        guard let place, place.file == nil else { return nil }
        if isVerbatim { return lines.indices.contains(place.line - 1) ? place.line : nil }
        return line(of: place.path)
    }
}

extension ComparisonModel.Direction {
    fileprivate init(_ direction: CompatibilityDirection) {
        self = direction == .backward ? .backward : .forward
    }
}

extension ComparisonModel.Example {
    fileprivate init(_ example: CompatibilityExample, isWarning: Bool) {
        self.init(
            direction: .init(example.direction), record: SchemaLines(json: example.record), path: example.path,
            reason: example.reason.hasSuffix(".") ? String(example.reason.dropLast()) : example.reason,
            isWarning: isWarning)
    }
}
