// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A rule that a pair of schemas can break.
///
/// Its id is stable: people suppress it in code review, and look it up in `docs/compatibility.md`, which has a section for
/// each. A rule is declared in the file that checks it.
public struct CompatibilityRule: Sendable, Hashable {
    /// The language and the rule, such as `avro/field-missing-default`.
    public let id: String
    /// The name in the established messages, such as `READER_FIELD_MISSING_DEFAULT_VALUE`.
    public let type: String
    /// What must hold, in one sentence.
    public let summary: String
    /// How a pair that breaks it is mended in general, in one sentence.
    public let mending: String
    /// The policies that ask for it.
    public let policies: [CompatibilityPolicy]

    init(_ id: String, type: String, _ summary: String, mending: String, policies: [CompatibilityPolicy]) {
        self.id = id
        self.type = type
        self.summary = summary
        self.mending = mending
        self.policies = policies
    }

    /// Every rule there is: those of all languages first.
    public static var all: [CompatibilityRule] { [.schemaTypeChanged] + reserved + avro + protobuf }
}

extension CompatibilityRule {
    /// All versions of a subject are of one language.
    static let schemaTypeChanged = CompatibilityRule(
        "any/schema-type-changed", type: "SCHEMA_TYPE_CHANGED",
        "All versions of a subject are in one schema language.",
        mending: "Register the schema under another subject.", policies: CompatibilityPolicy.allCases)
}
