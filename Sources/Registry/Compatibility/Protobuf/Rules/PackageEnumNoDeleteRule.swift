// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let packageEnumNoDelete = ProtobufRule(
        "PACKAGE_ENUM_NO_DELETE", "Enums stay in the package, in whichever file.", mending: "Put the enum back.",
        policies: [.package]
    ) { pair in
        pair.removedFromPackage(\.allEnumerations, fullName: \.fullName).map {
            pair.finding(removed: $0.fullName, pair.old.part($0), from: "package", reads: false)
        }
    }
}
