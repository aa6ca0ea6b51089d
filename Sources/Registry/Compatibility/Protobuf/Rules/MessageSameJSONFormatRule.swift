// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let messageSameJSONFormat = ProtobufRule(
        "MESSAGE_SAME_JSON_FORMAT", "A message that has JSON by the specification (proto3) keeps it.",
        mending: "Keep the syntax proto3.", policies: .codeAndJSON
    ) { pair in
        guard pair.old.file.syntax == .proto3, pair.new.file.syntax == .proto2 else { return [] }
        return pair.messages.filter { pair.old.isOwn($0.old.fullName) && pair.new.isOwn($0.new.fullName) }.map {
            let lost = ProtobufPair.lostJSON(of: pair.name($0))
            return pair.finding($0, description: lost.description, why: lost.why, remedy: lost.remedy)
        }
    }
}
