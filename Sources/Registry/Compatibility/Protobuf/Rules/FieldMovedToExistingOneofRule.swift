// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let fieldMovedToExistingOneof = ProtobufChangeRule(
        "FIELD_MOVED_TO_EXISTING_ONEOF", "No field is moved into a oneof that there was before.",
        mending: "Leave the field outside of the oneof.",
        description: {
            "A field in the oneof at path '\($0.path)' in the \($0.reader) schema is outside an existing oneof in the "
                + "\($0.writer) schema"
        },
        why: {
            "A message of the \($0.writer) schema may have the field and another one of \($0.read) set, and a reader "
                + "of the \($0.reader) schema keeps the last one only."
        },
        remedy: {
            $0.direction == .backward
                ? "Leave the field outside of \($0.read)."
                : "Keep the field in \($0.read): readers of the old schema take one of its fields only."
        })
}
