// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let reservedEnumNoDelete = ProtobufRule(
        "RESERVED_ENUM_NO_DELETE", "What an enum has reserved stays reserved.",
        mending: "Put the reserved numbers and names back.", policies: .everything
    ) { pair in
        pair.enums.flatMap { enums in
            // A value may take a reserved number or name again only by taking it out of the reserved ones.
            let gaps = ProtobufPair.uncovered(
                enums.old.reservedNumbers.map { Range($0) }, by: enums.new.reservedNumbers.map { Range($0) })
            let names = enums.old.reservedNames.filter { !enums.new.reservedNames.contains($0) }
            let lost = gaps.map { ProtobufPair.text($0) } + names.map { "\"\($0)\"" }
            return lost.map {
                pair.finding(
                    enums, description: "The \(pair.name(enums)) no longer reserves \($0)",
                    why: "It was reserved because a value had it once: data with that value is still about, and a new "
                        + "value would give it another meaning.",
                    remedy: "Write 'reserved \($0);' again.")
            }
        }
    }
}
