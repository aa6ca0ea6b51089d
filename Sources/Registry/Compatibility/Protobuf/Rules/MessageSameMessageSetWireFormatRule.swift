// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let messageSameMessageSetWireFormat = ProtobufRule(
        "MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", "A message set stays one (option message_set_wire_format).",
        mending: "Keep the option message_set_wire_format.", policies: .everything
    ) { pair in
        pair.messages.filter { ($0.old.options.flag(1) ?? false) != ($0.new.options.flag(1) ?? false) }.map {
            pair.finding(
                $0, description: "The \(pair.name($0)) is written in another format (message_set_wire_format)",
                why: "A message set writes its extensions as groups, which other messages don't understand.",
                remedy: "Keep the option message_set_wire_format as it was.")
        }
    }
}
