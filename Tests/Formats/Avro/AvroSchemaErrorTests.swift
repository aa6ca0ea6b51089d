// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Avro schemas that the specification forbids are refused with the place")
struct AvroSchemaErrorTests {
    /// A record with the fields given.
    private static func record(_ fields: String) -> String { #"{"type":"record","name":"R","fields":[\#(fields)]}"# }

    @Test(
        "types",
        arguments: [
            ("\"strin\"", ""), ("\"Foo\"", ""), ("7", ""), ("null", ""), ("{}", ""), (#"{"type":7}"#, "/type"),
            (#"{"type":{"type":"string"}}"#, "/type"), (#"{"type":"array"}"#, ""), (#"{"type":"map"}"#, ""),
            (#"{"type":"array","items":"x"}"#, "/items"), (#"{"type":"union"}"#, "/type"),
            (#"{"type":"fixed","name":"F"}"#, ""), (#"{"type":"fixed","name":"F","size":-1}"#, "/size"),
            (#"{"type":"fixed","name":"F","size":1.5}"#, "/size"),
            (#"{"type":"fixed","name":"F","size":"1"}"#, "/size"),
        ])
    func types(text: String, pointer: String) { expectRefusal(text, pointer) }

    @Test(
        "unions",
        arguments: [
            ("[]", ""), (#"["int","int"]"#, "/1"), (#"["null",["int"]]"#, "/1"),
            (#"[{"type":"array","items":"int"},{"type":"array","items":"long"}]"#, "/1"),
            (#"[{"type":"map","values":"int"},{"type":"map","values":"long"}]"#, "/1"),
            (#"["int",{"type":"int","logicalType":"date"}]"#, "/1"),
            (#"[{"type":"fixed","name":"F","size":1},"F"]"#, "/1"),
        ])
    func unions(text: String, pointer: String) { expectRefusal(text, pointer) }

    @Test(
        "names",
        arguments: [
            (#"{"type":"record","fields":[]}"#, ""), (#"{"type":"record","name":"","fields":[]}"#, "/name"),
            (#"{"type":"record","name":"1a","fields":[]}"#, "/name"),
            (#"{"type":"record","name":"a-b","fields":[]}"#, "/name"),
            (#"{"type":"record","name":"é","fields":[]}"#, "/name"),
            (#"{"type":"record","name":"A","namespace":"a..b","fields":[]}"#, "/name"),
            (#"{"type":"record","name":"A","namespace":7,"fields":[]}"#, "/namespace"),
            (#"{"type":"record","name":"string","fields":[]}"#, "/name"),
            (#"{"type":"record","name":"A","aliases":"B","fields":[]}"#, "/aliases"),
            (#"{"type":"record","name":"A","aliases":["B",1],"fields":[]}"#, "/aliases/1"),
            (#"{"type":"record","name":"A","aliases":["B-"],"fields":[]}"#, "/aliases/0"),
            (
                #"[{"type":"fixed","name":"a.F","size":1},{"type":"enum","name":"F","namespace":"a","symbols":["A"]}]"#,
                "/1/name"
            ),
            (
                #"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"R","size":1}}]}"#,
                "/fields/0/type/name"
            ),
        ])
    func names(text: String, pointer: String) { expectRefusal(text, pointer) }

    @Test(
        "fields",
        arguments: [
            (#"{"type":"record","name":"R"}"#, ""), (#"{"type":"record","name":"R","fields":{}}"#, "/fields"),
            (record("7"), "/fields/0"), (record(#"{"type":"int"}"#), "/fields/0"),
            (record(#"{"name":"a"}"#), "/fields/0"), (record(#"{"name":"a-","type":"int"}"#), "/fields/0/name"),
            (record(#"{"name":"a","type":"int"},{"name":"a","type":"int"}"#), "/fields/1"),
            (record(#"{"name":"a","type":"int","order":"up"}"#), "/fields/0/order"),
            (
                record(#"{"name":"a","type":"Later"},{"name":"b","type":{"type":"fixed","name":"Later","size":1}}"#),
                "/fields/0/type"
            ),
        ])
    func fields(text: String, pointer: String) { expectRefusal(text, pointer) }

    @Test(
        "symbols",
        arguments: [
            (#"{"type":"enum","name":"E"}"#, ""), (#"{"type":"enum","name":"E","symbols":"A"}"#, "/symbols"),
            (#"{"type":"enum","name":"E","symbols":["A","A"]}"#, "/symbols/1"),
            (#"{"type":"enum","name":"E","symbols":["A","b c"]}"#, "/symbols/1"),
            (#"{"type":"enum","name":"E","symbols":["A",""]}"#, "/symbols/1"),
            (#"{"type":"enum","name":"E","symbols":["A",1]}"#, "/symbols/1"),
            (#"{"type":"enum","name":"E","symbols":["A"],"default":"B"}"#, "/default"),
        ])
    func symbols(text: String, pointer: String) { expectRefusal(text, pointer) }

    @Test(
        "defaults that do not fit",
        arguments: [
            (#""int""#, "\"7\""), (#""int""#, "1.0"), (#""int""#, "2147483648"), (#""long""#, "9223372036854775808"),
            (#""string""#, "null"), (#""boolean""#, "0"), (#""null""#, "0"), (#""bytes""#, "\"\\u0100\""),
            (#""double""#, "\"1\""), (#"["null","int"]"#, "\"x\""), (#"{"type":"array","items":"int"}"#, "[1,\"2\"]"),
            (#"{"type":"map","values":"int"}"#, "[]"), (#"{"type":"map","values":"int"}"#, "{\"a\":null}"),
            (#"{"type":"enum","name":"E","symbols":["A"]}"#, "\"B\""),
            (#"{"type":"fixed","name":"F","size":2}"#, "\"a\""),
            (#"{"type":"record","name":"N","fields":[{"name":"x","type":"int"}]}"#, "{}"),
        ])
    func unfitDefaults(type: String, value: String) {
        expectRefusal(Self.record(#"{"name":"a","type":\#(type),"default":\#(value)}"#), "/fields/0/default")
    }

    @Test(
        "defaults that fit",
        arguments: [
            (#""int""#, "-2147483648"), (#""double""#, "1"), (#""float""#, "\"NaN\""), (#""bytes""#, "\"\\u00ff\""),
            (#"["int","null"]"#, "null"), (#"["null","string"]"#, "\"x\""), (#"{"type":"array","items":"int"}"#, "[]"),
            (#"{"type":"record","name":"N","fields":[{"name":"x","type":"int","default":1}]}"#, "{}"),
            (#"["null","R"]"#, "null"),
        ])
    func fitDefaults(type: String, value: String) throws {
        let schema = try AvroSchema.parse(Self.record(#"{"name":"a","type":\#(type),"default":\#(value)}"#))
        let field = try #require(schema.rootRecord?.fields.first)
        let filled = try #require(schema.defaultValue(of: field))
        #expect(throws: Never.self) { try filled.encode(as: field.type, in: schema) }
    }

    @Test("defaults that would never end, or grow beyond all bounds, are refused")
    func endlessDefaults() {
        expectRefusal(Self.record(#"{"name":"next","type":"R","default":{}}"#), "/fields/0/default")
        var doubling = #"{"type":"record","name":"R0","fields":[{"name":"x","type":"int","default":0}]}"#
        for level in 1...40 {
            doubling = """
                {"type":"record","name":"R\(level)","fields":[{"name":"a","type":\(doubling),"default":{}},
                {"name":"b","type":"R\(level - 1)","default":{}}]}
                """
        }
        #expect(throws: AvroSchemaError.self) { try AvroSchema.parse(doubling) }
    }

    @Test("types that nest too deep through names are refused")
    func nesting() {
        var branches = [#"{"type":"record","name":"R0","fields":[]}"#]
        for level in 1...300 {
            branches.append(
                #"{"type":"record","name":"R\#(level)","fields":[{"name":"a","type":"R\#(level - 1)"}]}"#)
        }
        #expect(throws: Never.self) { try AvroSchema.parse("[\(branches[..<200].joined(separator: ","))]") }
        expectRefusal("[\(branches.joined(separator: ","))]", "")
    }

    @Test("the error names line and column")
    func place() {
        let text =
            "{\n  \"type\": \"record\", \"name\": \"R\",\n  \"fields\": [{\"name\": \"a\", \"type\": \"strin\"}]\n}"
        let error = #expect(throws: AvroSchemaError.self) { try AvroSchema.parse(text) }
        #expect(error?.line == 3 && error?.column == 36, "\(error?.description ?? "")")
        let broken = #expect(throws: AvroSchemaError.self) { try AvroSchema.parse("{\n  \"type\" \"record\"}") }
        #expect(broken?.line == 2 && broken?.column == 10 && broken?.pointer == nil)
    }

    private func expectRefusal(_ text: String, _ pointer: String) {
        let error = #expect(throws: AvroSchemaError.self, "\(text)") { try AvroSchema.parse(text) }
        #expect(error?.pointer?.description == pointer, "\(error?.description ?? "") for \(text)")
    }
}
