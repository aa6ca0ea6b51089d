// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let enumSameType = ProtobufRule(
        "ENUM_SAME_TYPE", "An open enum stays open, a closed one closed.", mending: "Keep the file's syntax.",
        policies: .code
    ) { pair in
        pair.enums.filter { $0.old.isClosed != $0.new.isClosed }.map {
            pair.finding(
                $0,
                description: "The \(pair.name($0)) was \($0.old.isClosed ? "closed" : "open") and is "
                    + ($0.new.isClosed ? "closed" : "open"),
                why:
                    "A number without a name is an unknown field for a closed enum (proto2), and a value for an open one "
                    + "(proto3): generated code treats the two differently.",
                remedy: "Keep the file's syntax.")
        }
    }
}
