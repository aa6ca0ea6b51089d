// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let reservedMessageNoDelete = ProtobufRule(
        "RESERVED_MESSAGE_NO_DELETE", "What a message has reserved stays reserved.",
        mending: "Put the reserved numbers and names back.", policies: .everything
    ) { pair in
        pair.messages.flatMap { messages in
            let gaps = ProtobufPair.uncovered(messages.old.reservedNumbers, by: messages.new.reservedNumbers)
            let names = messages.old.reservedNames.filter { !messages.new.reservedNames.contains($0) }
            let lost = gaps.map { ProtobufPair.text($0) } + names.map { "\"\($0)\"" }
            return lost.map {
                pair.finding(
                    messages, description: "The \(pair.name(messages)) no longer reserves \($0)",
                    why: "It was reserved because a field had it once: data with that field is still about, and a new "
                        + "field would give it another meaning.",
                    remedy: "Write 'reserved \($0);' again.")
            }
        }
    }
}
