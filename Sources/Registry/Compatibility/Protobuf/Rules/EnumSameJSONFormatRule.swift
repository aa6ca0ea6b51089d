// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let enumSameJSONFormat = ProtobufRule(
        "ENUM_SAME_JSON_FORMAT", "An enum that has JSON by the specification (proto3) keeps it.",
        mending: "Keep the syntax proto3.", policies: .codeAndJSON
    ) { pair in
        pair.enums.filter { !$0.old.isClosed && $0.new.isClosed }.map {
            pair.finding(
                $0, description: "The JSON of \(pair.name($0)) is no longer checked by the compiler",
                why:
                    "The syntax went from proto3 to proto2, for which compilers don't see to names that are the same in "
                    + "JSON.",
                remedy: "Keep 'syntax = \"proto3\";'.")
        }
    }
}
