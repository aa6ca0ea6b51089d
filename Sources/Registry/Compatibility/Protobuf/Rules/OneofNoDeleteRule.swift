// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let oneofNoDelete = ProtobufRule(
        "ONEOF_NO_DELETE", "Oneofs stay.", mending: "Put the oneof back.", policies: .code
    ) { pair in
        pair.messages.flatMap { messages in
            messages.old.oneofs.filter { oneof in
                !oneof.isSynthetic && !messages.new.oneofs.contains { $0.name == oneof.name && !$0.isSynthetic }
            }.map {
                pair.finding(
                    messages, $0.name, description: "The \(pair.name(messages)) no longer has the oneof '\($0.name)'",
                    why:
                        "Generated code has an accessor that tells which field of the oneof is set; calls of it do not "
                        + "compile.",
                    remedy: "Put the oneof '\($0.name)' back around its fields.",
                    old: pair.old.part($0, of: messages.old))
            }
        }
    }
}
