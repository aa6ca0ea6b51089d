// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let requiredFieldRemoved = ProtobufChangeRule(
        "REQUIRED_FIELD_REMOVED", "Required fields stay.", mending: "Keep the required field.",
        description: {
            "The \($0.reader) schema is missing a required field at path '\($0.path)' in the \($0.writer) schema"
        },
        why: {
            "The \($0.writer) schema requires \($0.written), and the \($0.reader) one does not know it: whoever reads "
                + "with one and writes with the other makes messages that the first refuses."
        },
        remedy: {
            $0.direction == .backward
                ? "Put \($0.written) back into the new schema."
                : "Declare \($0.written) optional in the new schema."
        })
}
