// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What a rule finds: all of a difference but the rule, the direction, and lines and columns.
struct ProtobufFinding: Sendable, Hashable {
    /// Names of messages and oneofs and numbers of fields: `#/Order/Item/2`; the file itself is `#/`.
    let path: String
    let old: ProtobufPart?
    let new: ProtobufPart?
    let description: String
    let why: String
    let remedy: String
}

/// Looks up where findings stand; reads the schemas' locations once it is needed.
struct ProtobufPlaces {
    private let old: ProtobufSourceMap
    private let new: ProtobufSourceMap

    init(old: ProtobufSchema, new: ProtobufSchema) {
        self.old = ProtobufSourceMap(old)
        self.new = ProtobufSourceMap(new)
    }

    func difference(
        _ finding: ProtobufFinding, _ rule: CompatibilityRule, _ direction: CompatibilityDirection
    ) -> CompatibilityDifference {
        CompatibilityDifference(
            rule: rule, direction: direction, path: finding.path, description: finding.description,
            newPlace: place(finding.new, finding.path, new), oldPlace: place(finding.old, finding.path, old),
            why: finding.why, remedy: finding.remedy)
    }

    private func place(_ part: ProtobufPart?, _ path: String, _ map: ProtobufSourceMap) -> SchemaPlace? {
        part?.place.flatMap { map.place(of: $0) }.map { SchemaPlace(path: path, line: $0.line, column: $0.column) }
    }
}
