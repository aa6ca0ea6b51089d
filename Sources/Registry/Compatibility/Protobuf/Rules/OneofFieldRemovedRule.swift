// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let oneofFieldRemoved = ProtobufChangeRule(
        "ONEOF_FIELD_REMOVED", "Fields of a oneof that stays, stay in it.",
        mending: "Keep the field in the oneof, marked deprecated if nobody shall use it.",
        description: {
            "The \($0.reader) schema is missing a oneof field at path '\($0.path)' in the \($0.writer) schema"
        },
        why: {
            "A message of the \($0.writer) schema may hold \($0.written) as its choice, and a reader of the "
                + "\($0.reader) schema sees no choice at all."
        },
        remedy: {
            $0.direction == .backward
                ? "Put \($0.written) back into the oneof of the new schema, with \"[deprecated = true]\" if nobody "
                    + "shall use it."
                : "Readers of the old schema don't know \($0.written): give the choice a message of its own, or choose "
                    + "a level that does not ask for FORWARD."
        })
}
