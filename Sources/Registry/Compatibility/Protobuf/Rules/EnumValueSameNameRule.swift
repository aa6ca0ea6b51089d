// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let enumValueSameName = ProtobufRule(
        "ENUM_VALUE_SAME_NAME", "The names of an enum's number stay.",
        mending: "Keep the name; with \"option allow_alias = true;\" a number may have another one too.",
        policies: .codeAndJSON
    ) { pair in
        pair.enums.flatMap { enums in
            let before = Dictionary(grouping: enums.old.values, by: \.number).mapValues { $0.map(\.name) }
            let after = Dictionary(grouping: enums.new.values, by: \.number).mapValues { $0.map(\.name) }
            return before.sorted { $0.key < $1.key }.compactMap { number, names -> ProtobufFinding? in
                // A number that is gone is another rule's.
                guard let now = after[number], let lost = names.first(where: { !now.contains($0) }) else { return nil }
                return pair.finding(
                    enums, value: number,
                    description: "The value \(number) of \(pair.name(enums)) was named '\(lost)' and is named "
                        + "'\(now[0])'",
                    why: "JSON and generated code have the name: what was written as \"\(lost)\" is not read any more.",
                    remedy: "Keep the name '\(lost)'; with \"option allow_alias = true;\" the number may have the name "
                        + "'\(now[0])' too.")
            }
        }
    }
}
