// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let enumSameJSONFormat = ProtobufRule(
        "ENUM_SAME_JSON_FORMAT", "An enum that has JSON by the specification (proto3) keeps it.",
        mending: "Keep the syntax proto3.", policies: .codeAndJSON
    ) { pair in
        pair.enums.filter { !$0.old.isClosed && $0.new.isClosed }.map {
            let lost = ProtobufPair.lostJSON(of: pair.name($0))
            return pair.finding($0, description: lost.description, why: lost.why, remedy: lost.remedy)
        }
    }
}
