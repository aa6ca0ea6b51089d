// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenCore
import Testing

@Suite("What is wrong with a schema is told with its place and its remedy")
struct DiagnosticTests {
    private func generate(_ schemas: [String: String]) -> Codegen.Result {
        Codegen().generate(schemas.map { SchemaFile(name: $0.key, path: "\($0.key).avsc", text: $0.value) })
    }

    private func record(_ name: String, _ fields: String, namespace: String = "a") -> String {
        #"{"type": "record", "name": "\#(name)", "namespace": "\#(namespace)", "fields": [\#n\#(fields)]}"#
    }

    /// The envelope with properties of one's own.
    private func event(_ properties: String, without field: String? = nil) -> String {
        let context = ["page_url", "referrer", "user_agent", "ip_address", "country"]
            .map { #"{"name": "\#($0)", "type": ["null", "string"]}"# }.joined(separator: ", ")
        let time = #"{"type": "long", "logicalType": "timestamp-micros"}"#
        let fields = [
            ("event_id", #"{"type": "string", "logicalType": "uuid"}"#), ("event_type", #""string""#),
            ("timestamp", time),
            ("client_timestamp", #"["null", \#(time)]"#), ("time_flags", #""int""#),
            ("sent_at", #"["null", \#(time)]"#),
            ("received_at", time), ("session_id", #"["null", "string"]"#), ("user_id", #"["null", "string"]"#),
            ("device_id", #""string""#), ("app_version", #""string""#),
            (
                "platform",
                #"{"type": "enum", "name": "P", "symbols": ["web", "ios", "android", "backend", "unknown"]}"#
            ),
            ("context", #"{"type": "record", "name": "C", "fields": [\#(context)]}"#),
            ("schema_version", #"["null", "int"]"#), ("properties", properties),
        ]
        return record(
            "E",
            fields.filter { $0.0 != field }.map { #"{"name": "\#($0.0)", "type": \#($0.1)}"# }.joined(separator: ",\n"))
    }

    @Test("A schema that can't be parsed is told by line and column")
    func unparsable() throws {
        let result = generate(["a": record("A", #"{"name": "x", "type": "strin"}"#)])
        let diagnostic = try #require(result.diagnostics.first)
        #expect(result.files == [])
        #expect(diagnostic.severity == .error)
        #expect(diagnostic.line == 2)
        #expect(diagnostic.description.hasPrefix("a.avsc:2:"))
    }

    @Test("Types that files define differently conflict; those that differ in documentation only do not")
    func conflicts() throws {
        func using(_ doc: String, _ type: String) -> String {
            record(
                "R\(type)",
                #"{"name": "i", "type": {"type": "record", "name": "I", "doc": "\#(doc)", "fields": [{"name": "x", "type": "\#(type)"}]}}"#
            )
        }
        let conflict = generate(["a": using("one", "int"), "b": using("two", "long")])
        #expect(conflict.files == [])
        #expect(
            conflict.diagnostics.map(\.description) == [
                "b.avsc:2:23: error: a.I is defined otherwise in a.avsc; make both definitions equal, or give one of them another name or namespace"
            ])
        let alike = generate(["a": using("one", "int"), "b": using("two", "int").replacing("Rint", with: "Other")])
        #expect(alike.diagnostics == [])
        #expect(alike.files.first { $0.name.hasPrefix("Shared") }?.text.contains("public struct I:") == true)
    }

    @Test("A schema without a name has no Swift type")
    func unnamedRoot() {
        let result = generate(["a": #"{"type": "array", "items": "int"}"#])
        #expect(result.diagnostics.first?.message == "the schema denotes array of int, which has no name")
    }

    @Test("Two files of one base name would become one file")
    func sameName() {
        let files = ["one/a.avsc", "two/a.avsc"].map {
            SchemaFile(name: "a", path: $0, text: record($0.hasPrefix("one") ? "A" : "B", ""))
        }
        #expect(Codegen().generate(files).diagnostics.first?.remedy == "rename one of them")
    }

    @Test("Types of one namespace that would get one Swift name clash")
    func nameClash() {
        let result = generate(["a": record("page_view", ""), "b": record("PageView", "")])
        #expect(result.diagnostics.first?.message.contains("would both be") == true)
        let apart = generate(["a": record("Item", "", namespace: "x"), "b": record("Item", "", namespace: "y")])
        #expect(apart.files.contains { $0.text.contains("struct XItem") })
        #expect(apart.files.contains { $0.text.contains("struct YItem") })
    }

    @Test("A decimal beyond 38 digits stays bytes, with a warning")
    func wideDecimal() throws {
        let type = #"{"type": "bytes", "logicalType": "decimal", "precision": 40, "scale": 2}"#
        let result = generate(["a": record("A", #"{"name": "x", "type": \#(type)}"#)])
        let diagnostic = try #require(result.diagnostics.first)
        #expect(diagnostic.severity == .warning)
        #expect(diagnostic.line == 2)
        #expect(result.files.first?.text.contains("public var x: [UInt8]") == true)
    }

    @Test("An event gets an event type; one whose file's name is none, or that contains itself, is an error")
    func events() {
        let properties = #"{"type": "record", "name": "Q", "fields": [{"name": "x", "type": "int"}]}"#
        let fine = generate(["page_view": event(properties)])
        #expect(fine.diagnostics == [])
        #expect(fine.files.first?.text.contains("extension E: EventRecord {") == true)

        let badName = generate(["PageView": event(properties)])
        #expect(badName.diagnostics.first?.message.contains("`PageView` can't be one") == true)

        let recursive =
            #"{"type": "record", "name": "Q", "fields": [{"name": "x", "type": {"type": "array", "items": "Q"}}]}"#
        let endless = generate(["page_view": event(recursive)])
        #expect(endless.diagnostics.first?.message.hasPrefix("a.Q contains itself") == true)
    }

    @Test("What is nearly an event is generated as a record, with a warning that says what is missing")
    func nearlyEvent() throws {
        let properties = #"{"type": "record", "name": "Q", "fields": []}"#
        let result = generate(["page_view": event(properties, without: "device_id")])
        let diagnostic = try #require(result.diagnostics.first)
        #expect(diagnostic.severity == .warning)
        #expect(diagnostic.message.contains("`device_id` is missing"))
        #expect(result.files.first?.text.contains("EventRecord") == false)
    }
}
