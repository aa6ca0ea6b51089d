// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let packageNoDelete = ProtobufRule(
        "PACKAGE_NO_DELETE", "The package is there still, in whichever file.", mending: "Keep the package.",
        policies: [.package]
    ) { pair in
        let package = pair.old.file.package
        guard !([pair.new.file] + pair.new.imports).contains(where: { $0.package == package }) else { return [] }
        return [
            pair.finding(
                file: ProtobufSourceMap.Part.package, old: "package \(package)",
                new: "package \(pair.new.file.package)",
                "No file of the new schema has the package '\(package)'",
                why: "Nothing that was in the package is there any more.", remedy: "Declare 'package \(package);'.")
        ]
    }
}
