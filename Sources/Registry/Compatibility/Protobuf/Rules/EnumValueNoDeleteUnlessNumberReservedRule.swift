// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let enumValueNoDeleteUnlessNumberReserved = ProtobufRule(
        "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", "An enum value stays, or its number is reserved.",
        mending: "Reserve the number of the value.", policies: .wireAndJSON
    ) { pair in
        pair.removedValues.compactMap { removed in
            if removed.pair.new.reservedNumbers.contains(where: { $0.contains(removed.number) }) { return nil }
            return pair.finding(
                removed: removed.number, removed.names, from: removed.pair, " and does not reserve the number",
                remedy: "Write 'reserved \(removed.number);' in \(pair.name(removed.pair)).")
        }
    }
}
