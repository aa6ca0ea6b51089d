// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let enumValueNoDelete = ProtobufRule(
        "ENUM_VALUE_NO_DELETE", "Enum values stay.", mending: "Put the value back, marked deprecated.", policies: .code
    ) { pair in
        pair.removedValues.map {
            pair.finding(
                removed: $0.number, $0.names, from: $0.pair, "",
                remedy: "Put \($0.names[0]) = \($0.number) back, with \"[deprecated = true]\" if nobody shall use it.")
        }
    }
}
