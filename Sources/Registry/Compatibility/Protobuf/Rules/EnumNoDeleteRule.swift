// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let enumNoDelete = ProtobufRule(
        "ENUM_NO_DELETE", "Enums stay in the file.", mending: "Put the enum back.", policies: [.file]
    ) { pair in
        pair.removedTypes(\.allEnumerations, fullName: \.fullName).map {
            pair.finding(removed: $0.fullName, pair.old.part($0), from: "file", reads: false)
        }
    }
}
