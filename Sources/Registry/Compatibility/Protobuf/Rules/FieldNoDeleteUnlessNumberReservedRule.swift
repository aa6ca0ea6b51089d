// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldNoDeleteUnlessNumberReserved = ProtobufRule(
        "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", "A field stays, or its number is reserved.",
        mending: "Reserve the number of the field.", policies: .wireAndJSON
    ) { pair in
        pair.removedFields.filter { removed in
            !removed.pair.new.reservedNumbers.contains { $0.contains(removed.field.number) }
        }.map {
            pair.finding(
                removed: $0.field, from: $0.pair, " and does not reserve the number",
                remedy: "Write 'reserved \($0.field.number);' in \(pair.name($0.pair)).")
        }
    }
}
