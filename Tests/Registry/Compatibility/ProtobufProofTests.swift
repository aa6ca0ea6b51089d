// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Messages that show Protobuf verdicts")
struct ProtobufProofTests {
    private func example(_ old: String, _ new: String) throws -> CompatibilityExample? {
        let parse = { (text: String) in
            try ProtobufSchema.parse(text.hasPrefix("syntax") ? text : "syntax = \"proto3\";\n" + text)
        }
        return ProtobufProof.example(reader: try parse(new), writer: try parse(old), direction: .backward)
    }

    @Test(
        "are the message, what it is written as, and how it is misread",
        arguments: [
            // Another wire type.
            (
                "message M { int32 a = 1; }", "message M { string a = 1; }", #"{"a":1}"#, "0801",
                "'int32 a = 1' is not written as 'string a = 1' is, and the reader skips the value"
            ),
            // The same bytes, another number.
            ("message M { int32 a = 1; }", "message M { sint32 a = 1; }", #"{"a":1}"#, "0801", "is read as -1"),
            (
                "message M { float a = 1; }", "message M { fixed32 a = 1; }", #"{"a":1.5}"#, "0d0000c03f",
                "is read as 1069547520"
            ),
            // No rule is broken, and yet.
            (
                "message M { int64 a = 1; }", "message M { int32 a = 1; }", #"{"a":"1099511627776"}"#, "08808080808020",
                "is read as 0"
            ),
            (
                "message M { int32 a = 1; }", "message M { uint32 a = 1; }", #"{"a":-1}"#, "08ffffffffffffffffff01",
                "is read as 4294967295"
            ),
            (
                "message M { bytes a = 1; }", "message M { string a = 1; }", #"{"a":"//4="}"#, "0a02fffe",
                "the text is not valid UTF-8"
            ),
            (
                "message M { repeated string a = 1; }", "message M { string a = 1; }", #"{"a":["text",""]}"#,
                "0a04746578740a00", "2 values are written, and 1 read"
            ),
            // Fields that a oneof makes replace each other.
            (
                "message M { int32 a = 1; int32 b = 2; }", "message M { oneof o { int32 a = 1; int32 b = 2; } }",
                #"{"a":1,"b":1}"#, "08011001", "the reader keeps another field of the oneof, and not this one"
            ),
            (
                "message M { N n = 1; message N { int32 a = 1; } }",
                "message M { N n = 1; message N { double a = 1; } }",
                #"{"n":{"a":1}}"#, "0a020801", "the reader skips the value"
            ),
            (
                "message M { E e = 1; } enum E { A = 0; B = 1; }", "message M { E e = 1; } enum E { A = 0; }",
                #"{"e":"B"}"#,
                "0801", "the reader's enum E has no name for 1"
            ),
            (
                "syntax = \"proto2\"; message M { optional E e = 1; } enum E { A = 0; B = 1; }",
                "syntax = \"proto2\"; message M { optional E e = 1; } enum E { A = 0; }", #"{"e":"B"}"#, "0801",
                "has no name for a number that is written, and skips it"
            ),
            (
                "syntax = \"proto2\"; message M { optional int32 a = 1; }",
                "syntax = \"proto2\"; message M { required int32 a = 1; }", "{}", "", "the required field a is missing"
            ),
            (
                "syntax = \"proto2\"; message M { optional int32 a = 1 [default = 5]; }",
                "syntax = \"proto2\"; message M { optional int32 a = 1 [default = 6]; }", "{}", "",
                #"not set, it is "5" to the writer and "6" to the reader"#
            ),
        ] as [(String, String, String, String, String)])
    func examples(old: String, new: String, json: String, hex: String, reason: String) throws {
        let found = try #require(try example(old, new))
        #expect(found.record.text() == json)
        #expect(found.hex == hex)
        #expect(found.reason.contains(reason), "\(found.reason)")
        #expect(found.reason.contains("old schema") && found.reason.contains("new one"))
        #expect(found.json["hex"] == .string(hex))
    }

    @Test(
        "are not found where all is read",
        arguments: [
            ("message M { int32 a = 1; }", "message M { int32 a = 1; string b = 2; }"),
            ("message M { int32 a = 1; string b = 2; }", "message M { int32 a = 1; }"),
            ("message M { int32 a = 1; }", "message M { int64 other = 1; }"),
            ("message M { string a = 1; }", "message M { bytes a = 1; }"),
            ("message M { string a = 1; }", "message M { repeated string a = 1; }"),
            ("message M { int32 a = 1; }", "message M { optional int32 a = 1; }"),
            ("message M { int32 a = 1; }", "message M { oneof o { int32 a = 1; } }"),
            (
                "message M { map<string, int32> a = 1; }",
                "message M { repeated B a = 1; message B { string key = 1; int32 value = 2; } }"
            ),
            (
                "package p; message M { N n = 1; } message N { M m = 1; }",
                "package q; message M { N n = 1; } message N { M m = 1; }"
            ),
            ("message M { bool a = 1; }", "message M { uint64 a = 1; }"),
            ("message M { E e = 1; } enum E { A = 0; }", "message M { E e = 1; } enum E { B = 0; C = 1; }"),
        ])
    func none(old: String, new: String) throws {
        let found = try example(old, new)
        #expect(found == nil, "\(String(describing: found))")
    }

    @Test("are looked for in schemas of any size and in circles, within bounds")
    func bounds() throws {
        let fields = (1...100).map { "M\($0 % 5) f\($0) = \($0);" }.joined(separator: " ")
        let wide = (0..<5).map { "message M\($0) { \(fields) }" }.joined(separator: " ")
        #expect(try example(wide, wide) == nil)
        let proto2 = "syntax = \"proto2\"; message M { required M m = 1; } message N { required int32 a = 1; }"
        #expect(try example(proto2, proto2) == nil)
    }

    @Test("stand in explained verdicts: as proof, and as a warning where no rule is broken")
    func verdicts() throws {
        func verdict(_ old: String, _ new: String) throws -> CompatibilityVerdict {
            let schemas = try [old, new].map { try ProtobufSchema.parse("syntax = \"proto3\"; " + $0) }
            let content = { (schema: ProtobufSchema) in
                SchemaContent(type: .protobuf, text: schema.text, references: [])
            }
            let version = StoredVersion(
                subject: SubjectName("s"), version: 1,
                schema: StoredSchema(id: 1, guid: "", content: content(schemas[0]), createdAt: 0), isDeleted: false,
                createdAt: 0)
            return CompatibilityCheck(level: .backward, proves: true).verdict(
                .protobuf(schemas[1]), content(schemas[1]), after: [version]
            ) { _ in .protobuf(schemas[0]) }
        }
        let refused = try verdict("message M { int32 a = 1; }", "message M { double a = 1; }")
        #expect(!refused.isCompatible)
        #expect(refused.counterExample?.path == "M: a")
        #expect(refused.warning == nil)
        let warned = try verdict("message M { int64 a = 1; }", "message M { int32 a = 1; }")
        #expect(warned.isCompatible)
        #expect(warned.counterExample == nil)
        #expect(warned.warning?.record.text() == #"{"a":"1099511627776"}"#)
    }
}
