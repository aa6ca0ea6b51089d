// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let packageMessageNoDelete = ProtobufRule(
        "PACKAGE_MESSAGE_NO_DELETE", "Messages stay in the package, in whichever file.",
        mending: "Put the message back.", policies: [.package]
    ) { pair in
        pair.removedFromPackage(\.allMessages, fullName: \.fullName).map {
            pair.finding(removed: $0.fullName, pair.old.part($0), from: "package", reads: true)
        }
    }
}
