// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let fieldNamedTypeChanged = ProtobufChangeRule(
        "FIELD_NAMED_TYPE_CHANGED", "A field's message stays one that reads the other.",
        mending: "Keep the message type, or add a field with a new number.",
        description: {
            "The type of a MESSAGE field at path '\($0.path)' in the \($0.reader) schema does not match its type in the "
                + "\($0.writer) schema"
        },
        why: {
            $0.written == $0.read
                ? "The message that \($0.written) has was changed so that the \($0.reader) schema does not read what "
                    + "the \($0.writer) one writes; another difference tells how."
                : "What is written as \($0.written) is read as \($0.read): fields of one message are taken for the "
                    + "fields of another that have the same numbers."
        },
        remedy: {
            $0.written == $0.read
                ? "Mend the difference in the message itself."
                : "Leave the field \(ProtobufChangeRule.oldField($0)) as it was, and give the other message a field with "
                    + "a number of its own."
        })
}
