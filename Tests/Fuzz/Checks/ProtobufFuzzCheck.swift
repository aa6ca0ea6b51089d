// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What must hold of any bytes that are given as Protobuf schemas: the fuzzer's check, and that of its corpus in the tests.
///
/// The input is a schema's text, and after a zero byte that of `a.proto`, which it may import, and after a second one
/// another version of the schema. If it begins with the byte 0xFF, the rest is a `FileDescriptorProto`, which clients send in
/// base64.
public enum ProtobufFuzzCheck {
    /// What is wrong, if anything is; a trap, a hang, or memory without bound are seen by who calls this.
    public static func problem(_ input: [UInt8]) -> String? {
        if input.first == 0xFF { return problem(Base64.encode(Array(input.dropFirst())), [:], nil) }
        let parts = input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        let references = parts.count > 1 ? ["a.proto": parts[1]] : [:]
        return problem(parts[0], references, parts.count > 2 ? parts[2] : nil)
    }

    private static func problem(_ text: String, _ references: [String: String], _ other: String?) -> String? {
        guard let schema = try? ProtobufSchema.parse(text, references: references) else { return nil }
        // A text that came as a descriptor is one that is parsed as it stands.
        guard let again = try? ProtobufSchema.parse(schema.text, references: references),
            again.descriptor == schema.descriptor
        else { return "the text of the schema is not that schema: \(schema.text)" }
        if let normal = try? schema.normalized(references: references) {
            guard let twice = try? normal.normalized(references: references) else {
                return "the normal form has none: \(normal.text)"
            }
            guard twice.text == normal.text else {
                return "the normal form's normal form is another: \(normal.text)\n---\n\(twice.text)"
            }
        }
        let places = ProtobufSourceMap(schema)
        for message in schema.file.messages where places.place(of: message.path) == nil {
            return "the message \(message.fullName) has no place"
        }
        _ = ProtobufSourceMap(schema, importing: "a.proto")
        guard let other, let reader = try? ProtobufSchema.parse(other, references: references) else { return nil }
        let kinds = Set(ProtobufMisreading.Kind.allCases)
        if let found = ProtobufCounterExample.find(writer: schema, reader: reader, kinds: kinds) {
            let record = try? ProtobufRecord.decode(found.bytes, as: found.record.typeName, in: schema)
            guard record == found.record else { return "the counter-example is no message of the writer" }
        }
        return nil
    }
}
