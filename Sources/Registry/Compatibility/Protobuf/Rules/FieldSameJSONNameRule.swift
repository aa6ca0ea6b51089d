// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameJSONName = ProtobufRule(
        "FIELD_SAME_JSON_NAME", "A field's name in JSON stays.",
        mending: "Keep the name, or set json_name to the old one.",
        policies: .codeAndJSON
    ) { pair in
        pair.fields.filter { !$0.old.isExtension && $0.old.jsonName != $0.new.jsonName }.map {
            pair.finding(
                $0, ProtobufSourceMap.Part.fieldJSONName,
                description: "The JSON name of \(pair.name($0)) has changed from '\($0.old.jsonName)' to "
                    + "'\($0.new.jsonName)'",
                why: "JSON that was written with \"\($0.old.jsonName)\" is not read as this field any more.",
                remedy: "Write '[json_name = \"\($0.old.jsonName)\"]' after the field.")
        }
    }
}
