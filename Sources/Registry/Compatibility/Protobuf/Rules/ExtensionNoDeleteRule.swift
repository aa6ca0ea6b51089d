// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let extensionNoDelete = ProtobufRule(
        "EXTENSION_NO_DELETE", "Extensions stay in the file.", mending: "Put the extension back.", policies: [.file]
    ) { pair in
        pair.removedTypes(\.allExtensions, fullName: \.fullName).map {
            pair.finding(removed: $0.fullName, pair.extensionPart($0, in: pair.old), from: "file", reads: true)
        }
    }
}
