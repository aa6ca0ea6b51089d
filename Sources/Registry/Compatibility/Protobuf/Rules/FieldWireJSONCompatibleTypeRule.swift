// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldWireJSONCompatibleType = ProtobufRule(
        "FIELD_WIRE_JSON_COMPATIBLE_TYPE", "A field's type stays one that reads the other in binary and in JSON.",
        mending: "Keep the type, choose one of its group, or add a field with a new number.", policies: [.wireJSON]
    ) { pair in
        pair.incompatibleTypes(group: ProtobufTypeGroups.wireJSON) { _, _ in false }.map {
            pair.typeFinding(
                $0,
                why:
                    "The two types are not written alike in binary or in JSON, where numbers of 64 bits are strings and "
                    + "bytes are base64: the reader skips the value, or takes it for something else.")
        }
    }
}
