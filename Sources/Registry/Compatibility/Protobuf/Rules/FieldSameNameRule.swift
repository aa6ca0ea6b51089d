// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameName = ProtobufRule(
        "FIELD_SAME_NAME", "A field's name stays.", mending: "Keep the name.", policies: .codeAndJSON
    ) { pair in
        pair.fields.filter { $0.old.name != $0.new.name }.map {
            pair.finding(
                $0, ProtobufSourceMap.Part.name,
                description: "The name of \(pair.name($0)) has changed to '\($0.new.name)'",
                why: "Generated code and JSON have the field under its name; only binary messages go by the number.",
                remedy: "Keep the name '\($0.old.name)'.")
        }
    }
}
