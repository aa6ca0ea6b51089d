// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Whether one Protobuf schema reads what another wrote, by the rules of a policy.
///
/// Those of `CONFLUENT` guard what a consumer would lose without noticing, not every field: fields may come and go, since
/// unknown ones are skipped and missing ones have defaults. The other policies are the categories of a well-known linter:
/// they also guard numbers against being used again, JSON, and generated code.
enum ProtobufCompatibility {
    /// The differences that break the policy's rules; empty means compatible.
    ///
    /// - Parameter direction: which of the two is the new schema: the reader (backward) or the writer (forward).
    static func differences(
        reader: ProtobufSchema, writer: ProtobufSchema, direction: CompatibilityDirection,
        policy: CompatibilityPolicy = .confluent
    ) -> [CompatibilityDifference] {
        let found =
            policy == .confluent
            ? changes(reader, writer, direction) : findings(reader, writer, direction, policy)
        guard !found.isEmpty else { return [] }
        let (old, new) = direction == .backward ? (writer, reader) : (reader, writer)
        var places = ProtobufPlaces(old: old, new: new)
        return found.map { places.difference($0.finding, $0.rule, direction) }
    }

    private typealias Found = [(rule: CompatibilityRule, finding: ProtobufFinding)]

    private static func changes(
        _ reader: ProtobufSchema, _ writer: ProtobufSchema, _ direction: CompatibilityDirection
    ) -> Found {
        ProtobufComparison.changes(from: writer, to: reader).compactMap { change in
            change.kind.rule.map { ($0.rule, $0.finding(change, direction)) }
        }
    }

    private static func findings(
        _ reader: ProtobufSchema, _ writer: ProtobufSchema, _ direction: CompatibilityDirection,
        _ policy: CompatibilityPolicy
    ) -> Found {
        let (old, new) = direction == .backward ? (writer, reader) : (reader, writer)
        let pair = ProtobufPair(old: old, new: new, direction: direction)
        return ProtobufRule.all.filter { $0.rule.policies.contains(policy) }.flatMap { rule in
            rule.find(pair).map { (rule.rule, $0) }
        }
    }
}
