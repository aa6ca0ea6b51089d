// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldNoDelete = ProtobufRule(
        "FIELD_NO_DELETE", "Fields stay.", mending: "Put the field back, marked deprecated.", policies: .code
    ) { pair in
        pair.removedFields.map {
            pair.finding(
                removed: $0.field, from: $0.pair, "",
                remedy:
                    "Put '\(pair.old.declaration(of: $0.field))' back, with \"[deprecated = true]\" if nobody shall "
                    + "use it.")
        }
    }
}
