// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameOneof = ProtobufRule(
        "FIELD_SAME_ONEOF", "A field stays in its oneof, or outside of all.", mending: "Leave the field where it was.",
        policies: .everything
    ) { pair in
        pair.fields.compactMap { fields -> ProtobufFinding? in
            guard let message = fields.message else { return nil }
            let before = message.old.oneofName(of: fields.old)
            let after = message.new.oneofName(of: fields.new)
            guard before != after else { return nil }
            let place = { (name: String?) in name.map { "in the oneof '\($0)'" } ?? "outside of any oneof" }
            return pair.finding(
                fields, description: "The \(pair.name(fields)) was \(place(before)) and is \(place(after))",
                why:
                    "A oneof holds one value: fields that one of the schemas lets be set together replace each other in "
                    + "the other.",
                remedy: "Leave the field \(place(before)).")
        }
    }
}
