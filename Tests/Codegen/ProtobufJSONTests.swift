// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenGolden
import SluiceRuntime
import TestKit
import Testing

@Suite("Generated messages and Google's implementation read each other's JSON")
struct ProtobufJSONTests {
    private func exchange<Message: ProtobufCodable>(
        _ type: Message.Type, _ schema: String, count: Int, seed: Int
    ) throws {
        let oracle = try ProtobufOracle(schema, Message.protobufName)
        let messages = try oracle.make(count, seed: seed).map { try Message(protobuf: $0.bytes) }
        let theirs = try oracle.json()
        #expect(theirs.count == count)
        for (message, json) in zip(messages, theirs) {
            #expect(try Message(protobufJSON: json) == message, "seed \(seed): \(json)")
        }
        try oracle.read(try messages.map { try $0.protobufJSON() })
    }

    @Test("Every construct of proto3, and the well-known types", arguments: [11, 12])
    func proto3(seed: Int) throws { try exchange(Shapes.self, "shapes", count: 100, seed: seed) }

    @Test("Every construct of proto2", arguments: [13, 14])
    func proto2(seed: Int) throws { try exchange(Legacy.self, "legacy", count: 100, seed: seed) }

    private func shapes(_ json: String, ignoring: Bool = false) throws(CodecError) -> Shapes {
        try Shapes(protobufJSON: json, options: ProtobufJSONOptions(ignoresUnknownFields: ignoring))
    }

    @Test("Members are known by both of their names, and null means not set")
    func names() throws {
        #expect(
            try shapes(#"{"anInt32": 1, "a_string": "x", "theUserId": "u"}"#)
                == Shapes(anInt32: 1, aString: "x", renamed: "u"))
        #expect(
            try shapes(#"{"anInt32": null, "lines": null, "labels": null, "line": null, "choice": 1}"#, ignoring: true)
                == Shapes())
        #expect(
            try shapes(#"{"anyValue": null, "chosenNull": null}"#)
                == Shapes(choice: .chosenNull(.nullValue), anyValue: GoogleValue(kind: .nullValue(.nullValue))))
        #expect(try Shapes(anInt32: 1, renamed: "u").protobufJSON() == #"{"anInt32":1,"theUserId":"u"}"#)
    }

    @Test(
        "Numbers are read in quotes and without, with an exponent and with a fraction of zero",
        arguments: ["7", "7.0", "\"7\"", "0.7e1", "\"70e-1\"", "700E-2"])
    func numbers(text: String) throws {
        #expect(try shapes(#"{"anInt32": \#(text), "aUint64": \#(text)}"#) == Shapes(anInt32: 7, aUint64: 7))
    }

    @Test(
        "What is no JSON, or no JSON of the message, is refused",
        arguments: [
            "", "{", "[]", "{} {}", #"{"anInt32": 1,}"#, #"{"anInt32" 1}"#, #"{anInt32: 1}"#, #"{"anInt32": 01}"#,
            #"{"anInt32": 1.5}"#, #"{"anInt32": 2147483648}"#, #"{"anInt32": " 1"}"#, #"{"anInt32": ""}"#,
            #"{"anInt32": true}"#, #"{"aUint32": -1}"#, #"{"anInt64": "-9223372036854775809"}"#, #"{"aBool": "true"}"#,
            #"{"aString": 1}"#, #"{"aString": "\x"}"#, #"{"aString": "\ud800"}"#, #"{"aString": "\udc00"}"#,
            "{\"aString\": \"\n\"}", #"{"aDouble": NaN}"#, #"{"aDouble": 1e400}"#, #"{"aFloat": 1e39}"#,
            #"{"someBytes": "a"}"#, #"{"someBytes": "a*=="}"#, #"{"color": "COLOR_BLUE"}"#, #"{"nothing": 1}"#,
            #"{"strings": ["a", null]}"#, #"{"strings": "a"}"#, #"{"labels": {"a": "b", "a": "c"}}"#,
            #"{"labels": {"a": null}}"#, #"{"byInt32": {"x": 1}}"#, #"{"byBool": {"yes": ""}}"#,
            #"{"chosenNumber": 1, "chosenText": "a"}"#, #"{"createdAt": "2024-03-13 10:00:00Z"}"#,
            #"{"createdAt": "2024-02-30T10:00:00Z"}"#, #"{"createdAt": "0000-01-01T00:00:00Z"}"#,
            #"{"createdAt": "2024-03-13T10:00:00"}"#, #"{"wait": "1"}"#, #"{"wait": "315576000001s"}"#,
            #"{"mask": "a_b"}"#, #"{"anything": {"a": 1}}"#, #"{"anything": {"@type": "x/of.nothing"}}"#,
            #"{"anything": {"@type": "x/google.protobuf.Duration"}}"#,
        ])
    func refused(json: String) throws {
        #expect(throws: CodecError.self) { try shapes(json) }
    }

    @Test("Nesting beyond a hundred levels is refused, whoever skips it")
    func depth() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: CodecError.self) { try shapes(#"{"nothing": \#(deep)"#, ignoring: true) }
        #expect(throws: CodecError.self) { try shapes(#"{"anyValue": \#(deep)"#) }
    }

    @Test("Names that are not known are passed over if one asks for it")
    func unknown() throws {
        let json =
            #"{"nothing": {"a": [1, "x", {}]}, "color": "COLOR_BLUE", "colors": ["X", "COLOR_RED"], "anInt32": 2}"#
        #expect(try shapes(json, ignoring: true) == Shapes(anInt32: 2, colors: [.red]))
        #expect(throws: CodecError(path: "nothing", offset: 11, reason: .unknownField)) { try shapes(json) }
    }

    @Test("Values that JSON has no text for are refused")
    func unwritable() {
        func refuses(_ message: Shapes) { #expect(throws: CodecError.self) { try message.protobufJSON() } }
        refuses(Shapes(createdAt: GoogleTimestamp(seconds: .max)))
        refuses(Shapes(wait: GoogleDuration(seconds: 1, nanos: -1)))
        refuses(Shapes(anyValue: GoogleValue(kind: .numberValue(.nan))))
        refuses(Shapes(anyValue: GoogleValue()))
        refuses(Shapes(mask: GoogleFieldMask(paths: ["fooBar"])))
        refuses(Shapes(anything: GoogleAny(typeURL: "type.googleapis.com/of.nothing")))
    }

    @Test("A message within an Any is shown if its type is registered")
    func any() throws {
        let message = Shapes(anything: GoogleAny(Line(length: 2, label: "a")))
        let options = ProtobufJSONOptions(types: ProtobufTypeRegistry([Line.self]))
        let json = try message.protobufJSON(options: options)
        #expect(json == #"{"anything":{"@type":"type.googleapis.com/golden.shapes.Line","length":2.0,"label":"a"}}"#)
        #expect(try Shapes(protobufJSON: json, options: options) == message)
        #expect(try message.anything?.message(Line.self) == Line(length: 2, label: "a"))
        #expect(try message.anything?.message(ShapesTree.self) == nil)
        #expect(throws: CodecError.self) { try Shapes(protobufJSON: json) }
    }

    @Test("Extensions that are registered stand in brackets")
    func extensions() throws {
        var legacy = Legacy(id: "a", level: .low, part: Part(number: 1))
        legacy.set(-3, of: LegacyExtensions.offset)
        legacy.set([1, 2], of: LegacyExtensions.marks)
        let options = ProtobufJSONOptions(
            types: ProtobufTypeRegistry(extensions: [LegacyExtensions.offset, LegacyExtensions.marks]))
        let json = try legacy.protobufJSON(options: options)
        #expect(
            json
                == #"{"id":"a","level":"LOW","part":{"number":1},"[golden.legacy.offset]":-3,"[golden.legacy.marks]":[1,2]}"#
        )
        #expect(try Legacy(protobufJSON: json, options: options) == legacy)
    }
}
