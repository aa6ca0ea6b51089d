// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension CompatibilityRule {
    /// The rules of Protobuf, in the order in which documentation lists them.
    static var protobuf: [CompatibilityRule] {
        ProtobufChange.Kind.allCases.filter { !$0.isCompatible }.map(\.rule)
    }
}

extension ProtobufChange.Kind {
    /// The rule that forbids the change.
    var rule: CompatibilityRule {
        CompatibilityRule(
            "protobuf/" + rawValue.lowercased().replacing("_", with: "-"), type: rawValue, summary,
            mending: "Undo the change, or use a new field number.", policies: CompatibilityPolicy.allCases)
    }

    private var summary: String {
        switch self {
        case .packageChanged: "The package stays the same."
        case .messageRemoved: "Messages stay."
        case .fieldKindChanged: "A field stays a scalar, a message or a map."
        case .fieldScalarKindChanged: "A scalar field stays within its group of types that read each other."
        case .fieldNamedTypeChanged: "A field's message or enum stays one that reads the other."
        case .fieldNumericLabelChanged: "A numeric field stays single or repeated."
        case .requiredFieldAdded: "No required field is added."
        case .requiredFieldRemoved: "Required fields stay."
        case .oneofFieldRemoved: "Fields of a oneof that stays, stay in it."
        case .multipleFieldsMovedToOneof: "At most one field that stood alone is moved into a oneof."
        case .fieldMovedToExistingOneof: "No field is moved into a oneof that there was before."
        default: "The change is harmless."
        }
    }
}
