// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let enumValueNoDeleteUnlessNameReserved = ProtobufRule(
        "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", "An enum value stays, or its name is reserved.",
        mending: "Reserve the name of the value.", policies: [.wireJSON]
    ) { pair in
        pair.removedValues.compactMap { removed in
            let open = removed.names.filter { !removed.pair.new.reservedNames.contains($0) }
            guard let name = open.first else { return nil }
            return pair.finding(
                removed: removed.number, open, from: removed.pair, " and does not reserve the name",
                remedy:
                    "Write 'reserved \"\(name)\";' in \(pair.name(removed.pair)): JSON has names, and the name must "
                    + "not come to mean something else.")
        }
    }
}
