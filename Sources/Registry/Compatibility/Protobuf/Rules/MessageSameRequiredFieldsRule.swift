// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let messageSameRequiredFields = ProtobufRule(
        "MESSAGE_SAME_REQUIRED_FIELDS", "Required fields are neither added nor taken away.",
        mending: "Make added fields optional, and keep required ones.", policies: .everything
    ) { pair in
        pair.messages.flatMap { messages -> [ProtobufFinding] in
            let before = messages.old.fields.filter { $0.label == .required }
            let after = messages.new.fields.filter { $0.label == .required }
            let gone = before.filter { field in !after.contains { $0.number == field.number } }.map {
                pair.finding(
                    messages, String($0.number),
                    description: "The \(pair.name($0, of: messages.old, in: pair.old)) is no longer required",
                    why: "Readers of the old schema refuse every message without it.",
                    remedy: "Keep '\(pair.old.declaration(of: $0))'.", old: pair.old.part($0, of: messages.old))
            }
            let added = after.filter { field in !before.contains { $0.number == field.number } }.map {
                pair.finding(
                    messages, String($0.number),
                    description: "The \(pair.name($0, of: messages.new, in: pair.new)) is required now",
                    why: "Messages of the old schema need not have it, and readers of the new one refuse those.",
                    remedy: "Declare '\($0.name)' optional.", new: pair.new.part($0, of: messages.new))
            }
            return gone + added
        }
    }
}
