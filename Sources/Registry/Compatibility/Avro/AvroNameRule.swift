// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

// Named types match if their names without namespaces are equal, or an alias of the reader is the writer's full name.
extension AvroCompatibility {
    func compareNames(
        _ reader: AvroName, _ aliases: [AvroName], _ writer: AvroName, at place: JSONPointer
    ) -> [CompatibilityDifference] {
        guard reader.name != writer.name, !aliases.contains(writer) else { return [] }
        let place = place.appending("name")
        return [
            CompatibilityDifference(
                type: "NAME_MISMATCH", path: place.description,
                description: "The name of the schema has changed (path '\(place)')",
                additionalInfo: "expected: \(writer.fullName)")
        ]
    }
}
