// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameCardinality = ProtobufRule(
        "FIELD_SAME_CARDINALITY", "A field stays optional (with or without presence), required, repeated or a map.",
        mending: "Keep the field's label.", policies: .code
    ) { pair in
        pair.cardinalityFindings { $0 == $1 }
    }
}
