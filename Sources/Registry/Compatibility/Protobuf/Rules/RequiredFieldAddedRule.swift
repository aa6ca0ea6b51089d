// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let requiredFieldAdded = ProtobufChangeRule(
        "REQUIRED_FIELD_ADDED", "No required field is added.", mending: "Make the field optional.",
        description: {
            "A required field at path '\($0.path)' in the \($0.reader) schema is missing in the \($0.writer) schema"
        },
        why: {
            "No message of the \($0.writer) schema has \($0.read), and a reader of the \($0.reader) schema refuses a "
                + "message without it."
        },
        remedy: {
            $0.direction == .backward
                ? "Declare \($0.read) optional in the new schema."
                : "Put \($0.read) back: readers of the old schema refuse every message without it."
        })
}
