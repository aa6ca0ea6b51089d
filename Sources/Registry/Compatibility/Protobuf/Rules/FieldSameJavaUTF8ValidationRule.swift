// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameJavaUTF8Validation = ProtobufRule(
        "FIELD_SAME_JAVA_UTF8_VALIDATION", "Whether Java checks text for UTF-8 stays (option java_string_check_utf8).",
        mending: "Keep the option java_string_check_utf8.", policies: .code
    ) { pair in
        let checks = { (field: ProtobufField, file: ProtobufFile) in
            file.options.flag(27) ?? false || field.syntax == .proto3
        }
        return pair.fields.filter {
            $0.old.kind == .string && $0.new.kind == .string
                && checks($0.old, pair.old.file) != checks($0.new, pair.new.file)
        }.map {
            pair.finding(
                $0, description: "Whether Java checks \(pair.name($0)) for UTF-8 has changed",
                why:
                    "Generated Java refuses text that is not UTF-8 with one of the schemas, and takes it with the other.",
                remedy: "Keep the option java_string_check_utf8, and the syntax.")
        }
    }
}
