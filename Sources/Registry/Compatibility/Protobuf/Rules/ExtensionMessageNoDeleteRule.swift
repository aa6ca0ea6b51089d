// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let extensionMessageNoDelete = ProtobufRule(
        "EXTENSION_MESSAGE_NO_DELETE", "Numbers that a message leaves to extensions stay so.",
        mending: "Put the range of extensions back.", policies: .code
    ) { pair in
        pair.messages.flatMap { messages in
            ProtobufPair.uncovered(
                messages.old.extensionRanges.map(\.numbers), by: messages.new.extensionRanges.map(\.numbers)
            ).map {
                pair.finding(
                    messages,
                    description: "The \(pair.name(messages)) no longer leaves the numbers \(ProtobufPair.text($0)) to "
                        + "extensions",
                    why: "Extensions with these numbers, which other files may declare, no longer compile.",
                    remedy: "Write 'extensions \(ProtobufPair.text($0));' again.")
            }
        }
    }
}
