// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Finds messages that show a Protobuf verdict, by writing them with one schema and reading them with the other.
///
/// Where the rules find the schemas incompatible, such a message is the proof; where they don't, it is a warning: rules
/// don't look at values, so a number that needs more bits than the reader's type has is no difference to them.
enum ProtobufProof {
    static func example(
        reader: ProtobufSchema, writer: ProtobufSchema, direction: CompatibilityDirection
    ) -> CompatibilityExample? {
        // A message type that is gone is what the rules are for: there is no reading to show it by.
        let kinds = Set(ProtobufMisreading.Kind.allCases).subtracting([.noType])
        guard let found = ProtobufCounterExample.find(writer: writer, reader: reader, kinds: kinds) else { return nil }
        let name = String(found.record.typeName.dropFirst())
        let path = found.misreading.path
        return CompatibilityExample(
            direction: direction, record: found.record.json(in: writer), path: path.isEmpty ? name : "\(name): \(path)",
            reason: "A message \(name) of the \(direction.writer) schema is not read by the \(direction.reader) one as "
                + "it was written: \(found.misreading.reason).",
            hex: found.bytes.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined())
    }
}
