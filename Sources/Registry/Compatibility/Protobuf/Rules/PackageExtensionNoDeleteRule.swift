// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let packageExtensionNoDelete = ProtobufRule(
        "PACKAGE_EXTENSION_NO_DELETE", "Extensions stay in the package, in whichever file.",
        mending: "Put the extension back.", policies: [.package]
    ) { pair in
        pair.removedFromPackage(\.allExtensions, fullName: \.fullName).map {
            pair.finding(removed: $0.fullName, pair.extensionPart($0, in: pair.old), from: "package", reads: true)
        }
    }
}
