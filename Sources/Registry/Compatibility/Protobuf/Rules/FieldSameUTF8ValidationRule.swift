// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameUTF8Validation = ProtobufRule(
        "FIELD_SAME_UTF8_VALIDATION", "Whether a text must be UTF-8 stays (proto3 demands it, proto2 does not).",
        mending: "Keep the file's syntax.", policies: .code
    ) { pair in
        pair.fields.filter { $0.old.kind == .string && $0.new.kind == .string && $0.old.syntax != $0.new.syntax }.map {
            pair.finding(
                $0, description: "Whether \(pair.name($0)) must be UTF-8 has changed",
                why: "Parsers refuse text that is not UTF-8 in a file of syntax proto3, and take it in one of proto2.",
                remedy: "Keep the syntax \($0.old.syntax.rawValue).")
        }
    }
}
