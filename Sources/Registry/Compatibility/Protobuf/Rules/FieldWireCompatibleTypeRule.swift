// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldWireCompatibleType = ProtobufRule(
        "FIELD_WIRE_COMPATIBLE_TYPE", "A field's type stays one that reads the other in binary.",
        mending: "Keep the type, choose one of its group, or add a field with a new number.", policies: .wireOnly
    ) { pair in
        pair.incompatibleTypes(group: ProtobufTypeGroups.wire) { reader, writer in
            // All text is bytes; not all bytes are text.
            reader == .bytes && writer == .string
        }.map {
            pair.typeFinding(
                $0,
                why:
                    "The two types are not written alike in binary, or not every value of one is a value of the other: "
                    + "the reader skips it, or takes it for something else.")
        }
    }
}
