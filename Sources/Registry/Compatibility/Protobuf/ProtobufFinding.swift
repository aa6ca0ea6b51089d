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

/// Looks up where findings stand; reads the locations of each file once it is needed.
struct ProtobufPlaces {
    /// The places of a schema's files, by the names of imports; nil is the schema's own.
    private struct Files {
        let schema: ProtobufSchema
        var maps: [String?: ProtobufSourceMap] = [:]

        mutating func place(_ part: ProtobufPart?, _ path: String) -> SchemaPlace? {
            guard let part, let parts = part.place else { return nil }
            let map =
                maps[part.file]
                ?? part.file.map { ProtobufSourceMap(schema, importing: $0) } ?? ProtobufSourceMap(schema)
            maps[part.file] = map
            return map.place(of: parts).map {
                SchemaPlace(path: path, line: $0.line, column: $0.column, file: part.file)
            }
        }
    }

    private var old: Files
    private var new: Files

    init(old: ProtobufSchema, new: ProtobufSchema) {
        self.old = Files(schema: old)
        self.new = Files(schema: new)
    }

    mutating func difference(
        _ finding: ProtobufFinding, _ rule: CompatibilityRule, _ direction: CompatibilityDirection
    ) -> CompatibilityDifference {
        CompatibilityDifference(
            rule: rule, direction: direction, path: finding.path, description: finding.description,
            newPlace: new.place(finding.new, finding.path), oldPlace: old.place(finding.old, finding.path),
            why: finding.why, remedy: finding.remedy)
    }
}
