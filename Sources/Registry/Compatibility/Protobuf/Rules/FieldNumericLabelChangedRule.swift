// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let fieldNumericLabelChanged = ProtobufChangeRule(
        "FIELD_NUMERIC_LABEL_CHANGED", "A numeric field stays single or repeated.",
        mending: "Keep the label, or add a field with a new number.",
        description: {
            "The label of a NUMERIC field at path '\($0.path)' in the \($0.reader) schema does not match its label in "
                + "the \($0.writer) schema"
        },
        why: {
            "What is written as \($0.written) is read as \($0.read): repeated numbers are written in one packed block, "
                + "which a reader of a single one skips as unknown, and of several single ones it keeps the last."
        },
        remedy: {
            "Leave the field \(ProtobufChangeRule.oldField($0)) as it was, and give the other label a field with a "
                + "number of its own."
        })
}
