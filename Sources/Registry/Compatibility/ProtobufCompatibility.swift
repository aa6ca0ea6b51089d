// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Whether one Protobuf schema reads what another wrote, by the rules of the `CONFLUENT` policy.
///
/// They guard what a consumer would lose without noticing, not every field: fields may come and go, since unknown ones are
/// skipped and missing ones have defaults.
enum ProtobufCompatibility {
    /// The differences that break reading; empty means compatible.
    ///
    /// - Parameter direction: which of the two is the new schema: the reader (backward) or the writer (forward).
    static func differences(
        reader: ProtobufSchema, writer: ProtobufSchema, direction: CompatibilityDirection,
        policy: CompatibilityPolicy = .confluent
    ) -> [CompatibilityDifference] {
        ProtobufComparison.changes(from: writer, to: reader).filter { !$0.kind.isCompatible }.map { change in
            CompatibilityDifference(
                rule: change.kind.rule, direction: direction, path: change.path,
                description: change.sentence(direction), why: change.sentence(direction) + ".",
                remedy: change.kind.rule.mending)
        }
    }
}
