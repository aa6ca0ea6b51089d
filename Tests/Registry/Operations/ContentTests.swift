// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("What makes a schema the same: text, references, metadata and rules")
struct ContentTests {
    private static func owner(_ name: String) -> JSONValue { ["properties": ["owner": .string(name)]] }
    private static let rules: JSONValue = [
        "domainRules": [["name": "check", "kind": "CONDITION", "mode": "WRITE", "type": "CEL", "expr": "true"]]
    ]

    @Test("who gives no metadata and rules means any with that text, and is answered what is there")
    func given() throws {
        let test = try TestRegistrar()
        let first = try test.register("s", "\"int\"", [("metadata", Self.owner("a")), ("ruleSet", Self.rules)])
        #expect(try test.register("s", "\"int\"").version == 1)
        #expect(try test.register("s", "\"int\"", [("metadata", Self.owner("a"))]).version == 1)
        let second = try test.register("s", "\"int\"", [("metadata", Self.owner("b"))])
        #expect(second.version == 2 && second.schema.id != first.schema.id)
        #expect(second.schema.content.ruleSet?.text() == Self.rules.text(), "rules come from the version before")
        #expect(try test.register("s", "\"int\"").version == 2)
        // The next text takes over what it does not give.
        let third = try test.register("s", "\"long\"")
        #expect(third.schema.content.metadata == Self.owner("b"))
        #expect(third.schema.content.ruleSet?.text() == Self.rules.text())
    }

    @Test("metadata and rules are kept in one form: sorted, without what is not known")
    func form() throws {
        let test = try TestRegistrar()
        let first = try test.register(
            "s", "\"int\"",
            [
                (
                    "metadata",
                    ["x": 1, "sensitive": ["b", "a"], "properties": ["b": "2", "a": "1"], "tags": ["t": ["z", "y"]]]
                )
            ])
        #expect(
            first.schema.content.metadata?.text()
                == #"{"tags":{"t":["y","z"]},"properties":{"a":"1","b":"2"},"sensitive":["a","b"]}"#)
        let same: JSONValue = [
            "properties": ["a": "1", "b": "2"], "tags": ["t": ["y", "z"]], "sensitive": ["a", "b"],
        ]
        #expect(try test.register("s", "\"int\"", [("metadata", same)]).version == 1)
    }

    @Test(
        "rule sets that are none are refused with 42210, metadata with 42201",
        arguments: [
            ("ruleSet", #"[]"#, 42210), ("ruleSet", #"{"domainRules":{}}"#, 42210),
            ("ruleSet", #"{"domainRules":[{"kind":"CONDITION"}]}"#, 42210),
            ("ruleSet", #"{"domainRules":[{"name":"a"},{"name":"a"}]}"#, 42210),
            ("ruleSet", #"{"domainRules":[{"name":"a","kind":"WISH"}]}"#, 42210),
            ("ruleSet", #"{"domainRules":[{"name":"a","mode":"UPGRADE"}]}"#, 42210),
            ("ruleSet", #"{"migrationRules":[{"name":"a","mode":"READ"}]}"#, 42210),
            ("ruleSet", #"{"migrationRules":[{"name":"a","expr":1}]}"#, 42210),
            ("metadata", #"{"properties":{"a":1}}"#, 42201), ("metadata", #"{"tags":{"a":"b"}}"#, 42201),
            ("metadata", #"{"sensitive":"a"}"#, 42201), ("metadata", #"[]"#, 42201),
        ])
    func refused(member: String, json: String, code: Int) throws {
        #expect(try refusal { try TestRegistrar.request("\"int\"", [(member, JSONValue.parse(json))]) } == code)
    }

    @Test("default metadata and rules lie below a schema's own, override ones above")
    func settings() throws {
        let test = try TestRegistrar()
        try test.set(
            "",
            [
                "defaultMetadata": ["properties": ["owner": "none", "tier": "1"]], "defaultRuleSet": Self.rules,
                "overrideMetadata": ["properties": ["cell": "eu"]],
            ])
        try test.set("s", ["overrideRuleSet": ["domainRules": [["name": "check", "disabled": true]]]])
        let made = try test.register("s", "\"int\"", [("metadata", Self.owner("a"))])
        #expect(
            made.schema.content.metadata?.text() == #"{"properties":{"cell":"eu","owner":"a","tier":"1"}}"#)
        #expect(
            made.schema.content.ruleSet?.text() == #"{"domainRules":[{"name":"check","disabled":true}]}"#)
        // The same request is the same version, though it was stored with more.
        #expect(try test.register("s", "\"int\"", [("metadata", Self.owner("a"))]).version == 1)
        let found = try test.registrar.lookup(
            TestRegistrar.request("\"int\"", [("metadata", Self.owner("a"))]), under: SubjectName("s"),
            normalize: false, includeDeleted: false)
        #expect(found.version == 1)
        try test.set("", ["defaultMetadata": .null, "overrideMetadata": .null, "defaultRuleSet": .null])
        #expect(try test.registrar.config(SubjectName(""), inForce: false).defaultMetadata == nil)
    }

    @Test("a version in the body is compare-and-set")
    func compareAndSet() throws {
        let test = try TestRegistrar()
        try test.register("s", Sample.fields("a"), [("version", 1)])
        #expect(try refusal { try test.register("s", Sample.fields("a", "b"), [("version", 3)]) } == 42201)
        #expect(try refusal { try test.register("s", Sample.fields("a", "b"), [("version", 1)]) } == 42201)
        #expect(try test.register("s", Sample.fields("a", "b"), [("version", 2)]).version == 2)
        #expect(try test.register("s", Sample.fields("a", "b", "c"), [("version", -1)]).version == 3)
        // What is there is answered before.
        #expect(try test.register("s", Sample.fields("a"), [("version", 9)]).version == 1)
    }

    @Test("only versions of the same group are compared")
    func group() throws {
        let test = try TestRegistrar()
        try test.set("s", ["compatibilityGroup": "major"])
        func major(_ number: Int) -> [(String, JSONValue)] {
            [("metadata", ["properties": ["major": .string("\(number)")]])]
        }
        try test.register("s", "\"int\"", major(1))
        #expect(try refusal { try test.register("s", "\"boolean\"", major(1)) } == 409)
        #expect(try test.register("s", "\"boolean\"", major(2)).version == 2)
        #expect(try test.register("s", "\"long\"", major(1)).version == 3)
    }

    @Test("reads follow an alias, one step; writes don't")
    func alias() throws {
        let test = try TestRegistrar()
        try test.register("new", "\"int\"")
        try test.set("old", ["alias": "new"])
        #expect(try test.latest("old") == 1)
        #expect(try test.numbers("old") == [1])
        let found = try test.registrar.lookup(
            TestRegistrar.request("\"int\""), under: SubjectName("old"), normalize: false, includeDeleted: false)
        #expect(found.subject == SubjectName("new"))
        #expect(try test.register("old", "\"string\"").subject == SubjectName("old"))
        try test.set("old", ["alias": .null])
        #expect(
            try test.registrar.version(.latest, of: SubjectName("old")).stored.schema.content.text == "\"string\"")
    }

    @Test("a miss names the nearest version and what differs")
    func nearest() throws {
        let test = try TestRegistrar()
        try test.register("s", Sample.fields("a", "b"))
        try test.register("s", Sample.fields("a", "b", "c"))
        func look(_ schema: String, _ more: [(String, JSONValue)] = []) throws -> RegistryError? {
            do {
                _ = try test.registrar.lookup(
                    TestRegistrar.request(schema, more), under: SubjectName("s"), normalize: false,
                    includeDeleted: false)
                return nil
            } catch let error as RegistryError {
                return error
            }
        }
        let error = try #require(
            try look(Sample.fields("a", "b").replacing(#"b","type":"int""#, with: #"b","type":"long""#)))
        #expect(error.code == 40403)
        #expect(
            error.message.contains(
                "version 1 of subject 's' with id 1: /fields/b/type is \"int\" there, \"long\" here"),
            "\(error.message)")
        #expect(error.explanation.first?.value["version"] == 1)
        let meta = try #require(try look(Sample.fields("a", "b", "c"), [("metadata", Self.owner("x"))]))
        #expect(meta.message.contains("version 2") && meta.message.contains("metadata /properties/owner"))
    }
}
