// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameJSType = ProtobufRule(
        "FIELD_SAME_JSTYPE", "The JavaScript type of a field of 64 bits stays (option jstype).",
        mending: "Keep the option jstype.", policies: .code
    ) { pair in
        let is64Bit = { (field: ProtobufField) in
            [.int64, .uint64, .sint64, .fixed64, .sfixed64].contains(field.kind)
        }
        return pair.fields.filter { is64Bit($0.old) && is64Bit($0.new) }
            .compactMap { pair.optionFinding($0, "jstype", 6, names: ["JS_NORMAL", "JS_STRING", "JS_NUMBER"]) }
    }
}
