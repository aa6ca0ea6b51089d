// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldWireCompatibleCardinality = ProtobufRule(
        "FIELD_WIRE_COMPATIBLE_CARDINALITY", "A field stays optional, required, or repeated, which a map is too.",
        mending: "Keep the field's label.", policies: .wireOnly
    ) { pair in
        pair.cardinalityFindings { wireClass($0) == wireClass($1) }
    }

    private static func wireClass(_ cardinality: ProtobufCardinality) -> Int {
        switch cardinality {
        case .implicit, .explicit: 1
        case .required: 2
        case .repeated, .map: 3
        }
    }
}
