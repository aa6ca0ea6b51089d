// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension CompatibilityRule {
    /// The rules of Avro, in the order in which documentation lists them.
    static var avro: [CompatibilityRule] {
        [
            .avroNameMismatch, .avroType, .avroUnionBranch, .avroFieldMissingDefault, .avroFieldAmbiguous,
            .avroEnumSymbols, .avroFixedSize, .avroTooComplex, .avroFullName, .avroLogicalType,
        ]
    }
}

extension CompatibilityDirection {
    /// One of two texts: for a new reader, or for a new writer.
    func choose(_ backward: String, _ forward: String) -> String { self == .backward ? backward : forward }
}
