// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A schema that was understood, in its language's model.
enum ParsedSchema: Sendable {
    case avro(AvroSchema)

    /// Why this schema, newer, and an older one do not fit in a direction; none if they do.
    func differences(to older: ParsedSchema, _ direction: CompatibilityDirection) -> [CompatibilityDifference] {
        switch (self, older) {
        case (.avro(let new), .avro(let old)):
            direction == .backward
                ? AvroCompatibility.differences(reader: new, writer: old, direction: direction)
                : AvroCompatibility.differences(reader: old, writer: new, direction: direction)
        }
    }
}
