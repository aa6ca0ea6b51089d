// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameCppStringType = ProtobufRule(
        "FIELD_SAME_CPP_STRING_TYPE", "The C++ type of a string or bytes field stays (option ctype).",
        mending: "Keep the option ctype.", policies: .code
    ) { pair in
        pair.fields.filter { [.string, .bytes].contains($0.old.kind) && [.string, .bytes].contains($0.new.kind) }
            .compactMap { pair.optionFinding($0, "ctype", 1, names: ["STRING", "CORD", "STRING_PIECE"]) }
    }
}
