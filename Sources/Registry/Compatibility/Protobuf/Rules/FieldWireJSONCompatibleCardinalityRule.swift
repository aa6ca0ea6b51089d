// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldWireJSONCompatibleCardinality = ProtobufRule(
        "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", "A field stays optional, required, repeated or a map.",
        mending: "Keep the field's label.", policies: [.wireJSON]
    ) { pair in
        pair.cardinalityFindings { wireJSONClass($0) == wireJSONClass($1) }
    }

    private static func wireJSONClass(_ cardinality: ProtobufCardinality) -> Int {
        switch cardinality {
        case .implicit, .explicit: 1
        case .required: 2
        case .repeated: 3
        case .map: 4
        }
    }
}
