// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldNoDeleteUnlessNameReserved = ProtobufRule(
        "FIELD_NO_DELETE_UNLESS_NAME_RESERVED", "A field stays, or its name is reserved.",
        mending: "Reserve the name of the field.", policies: [.wireJSON]
    ) { pair in
        pair.removedFields.filter { !$0.pair.new.reservedNames.contains($0.field.name) }.map {
            pair.finding(
                removed: $0.field, from: $0.pair, " and does not reserve the name",
                remedy: "Write 'reserved \"\($0.field.name)\";' in \(pair.name($0.pair)): JSON has names, and the name "
                    + "must not come to mean something else.")
        }
    }
}
