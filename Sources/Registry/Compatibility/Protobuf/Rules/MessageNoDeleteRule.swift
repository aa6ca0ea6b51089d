// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let messageNoDelete = ProtobufRule(
        "MESSAGE_NO_DELETE", "Messages stay in the file.", mending: "Put the message back.", policies: [.file]
    ) { pair in
        pair.removedTypes(\.allMessages, fullName: \.fullName).map {
            pair.finding(removed: $0.fullName, pair.old.part($0), from: "file", reads: true)
        }
    }
}
