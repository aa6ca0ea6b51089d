// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// A schema that was understood, in its language's model.
enum ParsedSchema: Sendable {
    case avro(AvroSchema)
    case protobuf(ProtobufSchema)

    /// Why this schema, newer, and an older one do not fit in a direction; none if they do, or are of two languages
    /// (`CompatibilityCheck` compares those).
    func differences(
        to older: ParsedSchema, _ direction: CompatibilityDirection, _ policy: CompatibilityPolicy
    ) -> [CompatibilityDifference] {
        switch (self, older) {
        case (.avro(let new), .avro(let old)):
            let (reader, writer) = direction == .backward ? (new, old) : (old, new)
            return AvroCompatibility.differences(
                reader: reader, writer: writer, direction: direction, policy: policy)
        case (.protobuf(let new), .protobuf(let old)):
            let (reader, writer) = direction == .backward ? (new, old) : (old, new)
            return ProtobufCompatibility.differences(
                reader: reader, writer: writer, direction: direction, policy: policy)
        case (.avro, .protobuf), (.protobuf, .avro): return []
        }
    }

    /// A record that shows why the two do not fit in a direction; nil if none is found.
    func counterExample(
        to older: ParsedSchema, _ direction: CompatibilityDirection, _ policy: CompatibilityPolicy
    ) -> CompatibilityExample? {
        switch (self, older) {
        case (.avro(let new), .avro(let old)):
            let (reader, writer) = direction == .backward ? (new, old) : (old, new)
            return AvroProof.counterExample(reader: reader, writer: writer, direction: direction, policy: policy)
        case (.protobuf(let new), .protobuf(let old)):
            let (reader, writer) = direction == .backward ? (new, old) : (old, new)
            return ProtobufProof.example(reader: reader, writer: writer, direction: direction)
        case (.avro, .protobuf), (.protobuf, .avro): return nil
        }
    }

    /// A record that is not read as what was written, although the rules find no difference; nil if none is found.
    func warning(to older: ParsedSchema, _ direction: CompatibilityDirection) -> CompatibilityExample? {
        switch (self, older) {
        case (.avro(let new), .avro(let old)):
            let (reader, writer) = direction == .backward ? (new, old) : (old, new)
            return AvroProof.warning(reader: reader, writer: writer, direction: direction)
        case (.protobuf(let new), .protobuf(let old)):
            let (reader, writer) = direction == .backward ? (new, old) : (old, new)
            return ProtobufProof.example(reader: reader, writer: writer, direction: direction)
        case (.avro, .protobuf), (.protobuf, .avro): return nil
        }
    }
}
