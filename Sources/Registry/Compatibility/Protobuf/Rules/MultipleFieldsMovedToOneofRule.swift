// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension ProtobufChangeRule {
    static let multipleFieldsMovedToOneof = ProtobufChangeRule(
        "MULTIPLE_FIELDS_MOVED_TO_ONEOF", "At most one field that stood alone is moved into a oneof.",
        mending: "Move at most one field into the oneof, and only into a new one.",
        description: {
            "Multiple fields in the oneof at path '\($0.path)' in the \($0.reader) schema are outside a oneof in the "
                + "\($0.writer) schema"
        },
        why: {
            "A message of the \($0.writer) schema may have several of these fields set, and a reader of the "
                + "\($0.reader) schema keeps the last one only, since \($0.read) holds one value."
        },
        remedy: {
            $0.direction == .backward
                ? "Leave the fields outside of \($0.read); a oneof with new fields may be added beside them."
                : "Keep the fields in \($0.read): readers of the old schema take one of them only."
        })
}
