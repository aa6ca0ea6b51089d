// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Finds records that show an Avro verdict, with the codec that the pipeline's tools use.
enum AvroProof {
    /// A record of the writer that the reader can't read under the policy that found the two incompatible.
    static func counterExample(
        reader: AvroSchema, writer: AvroSchema, direction: CompatibilityDirection, policy: CompatibilityPolicy
    ) -> CompatibilityExample? {
        let resolution =
            policy == .strict ? AvroResolution(fullNames: true, logicalTypes: .equal) : AvroResolution()
        return find(reader: reader, writer: writer, direction, resolution)
    }

    /// A record that is not read as what was written, although no rule is broken: rules do not look at values, and take one
    /// branch of a union for as good as another, where Java's decoder goes by full names.
    static func warning(
        reader: AvroSchema, writer: AvroSchema, direction: CompatibilityDirection
    ) -> CompatibilityExample? {
        find(
            reader: reader, writer: writer, direction,
            AvroResolution(fullNamesInUnions: true, logicalTypes: .sameMeaning))
    }

    private static func find(
        reader: AvroSchema, writer: AvroSchema, _ direction: CompatibilityDirection, _ resolution: AvroResolution
    ) -> CompatibilityExample? {
        AvroCounterExample.find(writer: writer, reader: reader, resolution: resolution).map {
            CompatibilityExample(
                direction: direction, record: $0.value.plainJSON(as: writer), path: $0.error.path.description,
                reason: $0.error.message)
        }
    }
}
