// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let fieldKindChanged = ProtobufChangeRule(
        "FIELD_KIND_CHANGED", "A field stays a scalar, a message or a map.",
        mending: "Keep the field as it is, and add a field with a new number for the other type.",
        description: {
            "The type of a field at path '\($0.path)' in the \($0.reader) schema does not match the \($0.writer) schema"
        },
        why: {
            "What is written as \($0.written) is read as \($0.read): a scalar, a message and a map are not laid out "
                + "alike, so the reader skips the value or takes its bytes for something else."
        },
        remedy: {
            "Leave the field \(ProtobufChangeRule.oldField($0)) as it was, and give the new type a field with a number "
                + "of its own."
        })

    /// The field as the old schema has it.
    static func oldField(_ context: Context) -> String {
        context.direction == .backward ? context.written : context.read
    }
}
