// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fileSameSyntax = ProtobufRule(
        "FILE_SAME_SYNTAX", "The syntax stays.", mending: "Keep the syntax.", policies: .code
    ) { pair in
        let (before, after) = (pair.old.file.syntax.rawValue, pair.new.file.syntax.rawValue)
        guard before != after else { return [] }
        return [
            pair.finding(
                file: ProtobufSourceMap.Part.syntax, old: "syntax \(before)", new: "syntax \(after)",
                "The syntax has changed from \(before) to \(after)",
                why:
                    "Whether fields have presence, enums are open and text is checked depends on the syntax, and so does "
                    + "generated code.",
                remedy: "Write 'syntax = \"\(before)\";'.")
        ]
    }
}
