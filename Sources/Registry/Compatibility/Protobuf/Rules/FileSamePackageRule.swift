// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fileSamePackage = ProtobufRule(
        "FILE_SAME_PACKAGE", "The package stays.",
        mending: "Keep the package, or register the schema under another subject.", policies: .everything
    ) { pair in
        let (before, after) = (pair.old.file.package, pair.new.file.package)
        guard before != after else { return [] }
        return [
            pair.finding(
                file: ProtobufSourceMap.Part.package, old: "package \(before)", new: "package \(after)",
                "The package has changed from '\(before)' to '\(after)'",
                why:
                    "Every type has another full name: code that looks types up by name, and messages in Any, no longer "
                    + "match.",
                remedy: before.isEmpty ? "Declare no package." : "Declare 'package \(before);'.")
        ]
    }
}
