// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// By which rules two schemas are compared; the level says which of a subject's schemas, and in which direction.
public enum CompatibilityPolicy: String, Sendable, Hashable, CaseIterable {
    /// What registries of this interface do: Java's rules for Avro, the established ones for Protobuf. The default.
    case confluent = "CONFLUENT"
    /// Avro by the specification: full names and logical types too. Protobuf as `WIRE`.
    case strict = "STRICT"
    /// Protobuf: what is written in binary stays readable, and no number is used again. Avro as `CONFLUENT`.
    case wire = "WIRE"
    /// Protobuf: what is written in binary or JSON stays readable. Avro as `CONFLUENT`.
    case wireJSON = "WIRE_JSON"
    /// Protobuf: generated code stays compatible, by package. Avro as `CONFLUENT`.
    case package = "PACKAGE"
    /// Protobuf: generated code stays compatible, by file. Avro as `CONFLUENT`.
    case file = "FILE"

    /// Reads a policy in any case.
    public init?(_ text: String) {
        self.init(rawValue: text.uppercased())
    }
}
