// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let messageRemoved = ProtobufChangeRule(
        "MESSAGE_REMOVED", "Messages stay.", mending: "Keep the message, marked deprecated if nobody shall use it.",
        description: {
            "The \($0.reader) schema is missing a MESSAGE type at path '\($0.path)' in the \($0.writer) schema"
        },
        why: {
            "A producer of the \($0.writer) schema may send \($0.written), and the \($0.reader) schema has no such "
                + "type to read it as."
        },
        remedy: {
            $0.direction == .backward
                ? "Put \($0.written) back into the new schema; \"option deprecated = true;\" keeps new code away from it."
                : "Readers of the old schema don't have \($0.written): register it under another subject, or choose a "
                    + "level that does not ask for FORWARD."
        })
}
