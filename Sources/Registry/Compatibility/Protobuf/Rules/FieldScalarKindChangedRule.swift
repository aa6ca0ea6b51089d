// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let fieldScalarKindChanged = ProtobufChangeRule(
        "FIELD_SCALAR_KIND_CHANGED", "A scalar field stays within its group of types that read each other.",
        mending: "Keep the type, choose another of its group, or add a field with a new number.",
        description: {
            "The kind of a SCALAR field at path '\($0.path)' in the \($0.reader) schema does not match its kind in the "
                + "\($0.writer) schema"
        },
        why: {
            "What is written as \($0.written) is read as \($0.read), and the two types are not written alike: the "
                + "reader skips the value as unknown, or takes its bits for another value."
        },
        remedy: {
            "Leave the field \(ProtobufChangeRule.oldField($0)) as it was, or choose a type that reads it: int32, int64, "
                + "uint32, uint64, bool and enums read each other, and so do sint32 and sint64, string and bytes, "
                + "fixed32 and sfixed32, fixed64 and sfixed64."
        })
}
