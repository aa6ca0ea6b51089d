// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Policies for Protobuf schemas")
struct ProtobufPolicyTests {
    /// A rule, a pair that breaks it, and whether the pair breaks it the other way round, too.
    struct Case: CustomTestStringConvertible {
        let rule: String
        let old: String
        let new: String
        let isSymmetric: Bool
        var references: [String: String] = [:]

        init(_ rule: String, _ old: String, _ new: String, symmetric: Bool, references: [String: String] = [:]) {
            self.rule = rule
            self.old = old
            self.new = new
            isSymmetric = symmetric
            self.references = references
        }

        var testDescription: String { rule }
    }

    private static let two = "syntax = \"proto2\"; "

    private static let messages: [Case] = [
        Case("FILE_SAME_PACKAGE", "package a;", "package b;", symmetric: true),
        Case("PACKAGE_NO_DELETE", "package a;", "package b;", symmetric: true),
        Case("FILE_SAME_SYNTAX", two + "message M {}", "message M {}", symmetric: true),
        Case("MESSAGE_NO_DELETE", "message M {} message N {}", "message M {}", symmetric: false),
        Case("MESSAGE_NO_DELETE", "message M { message N {} }", "message M {}", symmetric: false),
        Case("PACKAGE_MESSAGE_NO_DELETE", "message M {} message N {}", "message M {}", symmetric: false),
        Case(
            "MESSAGE_SAME_REQUIRED_FIELDS", two + "message M { optional int32 a = 1; }",
            two + "message M { required int32 a = 1; }", symmetric: true),
        Case(
            "MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", two + "message M { extensions 4 to 10; }",
            two + "message M { option message_set_wire_format = true; extensions 4 to 10; }", symmetric: true),
        Case("MESSAGE_SAME_JSON_FORMAT", "message M {}", two + "message M {}", symmetric: false),
        Case(
            "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR", "message M {}",
            "message M { option no_standard_descriptor_accessor = true; }", symmetric: false),
        Case(
            "RESERVED_MESSAGE_NO_DELETE", "message M { reserved 1 to 5; }", "message M { reserved 1 to 3, 5; }",
            symmetric: false),
        Case("RESERVED_MESSAGE_NO_DELETE", "message M { reserved \"a\"; }", "message M {}", symmetric: false),
        Case(
            "ONEOF_NO_DELETE", "message M { oneof o { int32 a = 1; } }", "message M { int32 a = 1; }", symmetric: false),
        Case(
            "EXTENSION_MESSAGE_NO_DELETE", two + "message M { extensions 5 to 9; }",
            two + "message M { extensions 6 to 9; }", symmetric: false),
    ]

    private static let fields: [Case] = [
        Case(
            "FIELD_NO_DELETE", "message M { int32 a = 1; }", "message M { reserved 1; reserved \"a\"; }",
            symmetric: false),
        Case(
            "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", "message M { int32 a = 1; }", "message M { reserved \"a\"; }",
            symmetric: false),
        Case(
            "FIELD_NO_DELETE_UNLESS_NAME_RESERVED", "message M { int32 a = 1; }", "message M { reserved 1; }",
            symmetric: false),
        Case("FIELD_SAME_NAME", "message M { int32 a = 1; }", "message M { int32 b = 1; }", symmetric: true),
        Case(
            "FIELD_SAME_JSON_NAME", "message M { int32 a = 1; }", "message M { int32 a = 1 [json_name = \"b\"]; }",
            symmetric: true),
        Case("FIELD_SAME_TYPE", "message M { int32 a = 1; }", "message M { int64 a = 1; }", symmetric: true),
        Case(
            "FIELD_SAME_TYPE", "message M { E a = 1; } enum E { X = 0; }  enum F { Y = 0; }",
            "message M { F a = 1; } enum E { X = 0; }  enum F { Y = 0; }", symmetric: true),
        Case(
            "FIELD_WIRE_COMPATIBLE_TYPE", "message M { int32 a = 1; }", "message M { sint32 a = 1; }", symmetric: true),
        Case(
            "FIELD_WIRE_COMPATIBLE_TYPE", "message M { bytes a = 1; }", "message M { string a = 1; }", symmetric: false),
        Case(
            "FIELD_WIRE_COMPATIBLE_TYPE", "message M { map<int32, bool> a = 1; }",
            "message M { map<int32, float> a = 1; }", symmetric: true),
        Case(
            "FIELD_WIRE_JSON_COMPATIBLE_TYPE", "message M { int32 a = 1; }", "message M { int64 a = 1; }",
            symmetric: true),
        Case(
            "FIELD_WIRE_JSON_COMPATIBLE_TYPE", "message M { string a = 1; }", "message M { bytes a = 1; }",
            symmetric: true),
        Case(
            "FIELD_SAME_CARDINALITY", "message M { int32 a = 1; }", "message M { optional int32 a = 1; }",
            symmetric: true),
        Case(
            "FIELD_WIRE_COMPATIBLE_CARDINALITY", "message M { string a = 1; }", "message M { repeated string a = 1; }",
            symmetric: true),
        Case(
            "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
            "message M { map<string, int32> a = 1; message B { string key = 1; int32 value = 2; } }",
            "message M { repeated B a = 1; message B { string key = 1; int32 value = 2; } }", symmetric: true),
        Case(
            "FIELD_SAME_ONEOF", "message M { int32 a = 1; }", "message M { oneof o { int32 a = 1; } }", symmetric: true),
        Case(
            "FIELD_SAME_ONEOF", "message M { oneof p { int32 a = 1; } }", "message M { oneof o { int32 a = 1; } }",
            symmetric: true),
        Case(
            "FIELD_SAME_DEFAULT", two + "message M { optional int32 a = 1; }",
            two + "message M { optional int32 a = 1 [default = 5]; }", symmetric: true),
        Case(
            "FIELD_SAME_UTF8_VALIDATION", two + "message M { optional string a = 1; }", "message M { string a = 1; }",
            symmetric: true),
        Case(
            "FIELD_SAME_JAVA_UTF8_VALIDATION", two + "message M { optional string a = 1; }",
            two + "option java_string_check_utf8 = true; message M { optional string a = 1; }", symmetric: true),
        Case(
            "FIELD_SAME_CPP_STRING_TYPE", "message M { string a = 1; }", "message M { string a = 1 [ctype = CORD]; }",
            symmetric: true),
        Case(
            "FIELD_SAME_JSTYPE", "message M { int64 a = 1; }", "message M { int64 a = 1 [jstype = JS_STRING]; }",
            symmetric: true),
    ]

    private static let others: [Case] = [
        Case("ENUM_NO_DELETE", "enum E { A = 0; }", "", symmetric: false),
        Case("PACKAGE_ENUM_NO_DELETE", "message M { enum E { A = 0; } }", "message M {}", symmetric: false),
        Case("ENUM_SAME_TYPE", "enum E { A = 0; }", two + "enum E { A = 0; }", symmetric: true),
        Case("ENUM_SAME_JSON_FORMAT", "enum E { A = 0; }", two + "enum E { A = 0; }", symmetric: false),
        Case(
            "ENUM_VALUE_NO_DELETE", "enum E { A = 0; B = 1; }", "enum E { A = 0; reserved 1; reserved \"B\"; }",
            symmetric: false),
        Case(
            "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", "enum E { A = 0; B = 1; }",
            "enum E { A = 0; reserved \"B\"; }", symmetric: false),
        Case(
            "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", "enum E { A = 0; B = 1; }", "enum E { A = 0; reserved 1; }",
            symmetric: false),
        Case("ENUM_VALUE_SAME_NAME", "enum E { A = 0; }", "enum E { B = 0; }", symmetric: true),
        Case(
            "RESERVED_ENUM_NO_DELETE", "enum E { A = 0; reserved 5 to max; }", "enum E { A = 0; reserved 6 to max; }",
            symmetric: false),
        Case(
            "EXTENSION_NO_DELETE", two + "message M { extensions 5; } extend M { optional int32 x = 5; }",
            two + "message M { extensions 5; }", symmetric: false),
        Case(
            "PACKAGE_EXTENSION_NO_DELETE", two + "message M { extensions 5; } extend M { optional int32 x = 5; }",
            two + "message M { extensions 5; }", symmetric: false),
        Case("SERVICE_NO_DELETE", "service S {}", "", symmetric: false),
        Case("PACKAGE_SERVICE_NO_DELETE", "service S {}", "", symmetric: false),
        Case(
            "RPC_NO_DELETE", "service S { rpc Do (M) returns (M); } message M {}", "service S {} message M {}",
            symmetric: false),
        Case(
            "RPC_SAME_REQUEST_TYPE", "service S { rpc Do (M) returns (M); } message M {} message N {}",
            "service S { rpc Do (N) returns (M); } message M {} message N {}", symmetric: true),
        Case(
            "RPC_SAME_RESPONSE_TYPE", "service S { rpc Do (M) returns (M); } message M {} message N {}",
            "service S { rpc Do (M) returns (N); } message M {} message N {}", symmetric: true),
        Case(
            "RPC_SAME_CLIENT_STREAMING", "service S { rpc Do (M) returns (M); } message M {}",
            "service S { rpc Do (stream M) returns (M); } message M {}", symmetric: true),
        Case(
            "RPC_SAME_SERVER_STREAMING", "service S { rpc Do (M) returns (M); } message M {}",
            "service S { rpc Do (M) returns (stream M); } message M {}", symmetric: true),
        Case(
            "RPC_SAME_IDEMPOTENCY_LEVEL", "service S { rpc Do (M) returns (M); } message M {}",
            "service S { rpc Do (M) returns (M) { option idempotency_level = IDEMPOTENT; } } message M {}",
            symmetric: true),
    ]

    private static let options: [Case] = [
        ("cc_enable_arenas", "false"), ("cc_generic_services", "true"), ("csharp_namespace", "\"x\""),
        ("go_package", "\"x\""), ("java_generic_services", "true"), ("java_multiple_files", "true"),
        ("java_outer_classname", "\"X\""), ("java_package", "\"x\""), ("objc_class_prefix", "\"X\""),
        ("optimize_for", "CODE_SIZE"), ("php_class_prefix", "\"X\""), ("php_metadata_namespace", "\"x\""),
        ("php_namespace", "\"x\""), ("py_generic_services", "true"), ("ruby_package", "\"x\""),
        ("swift_prefix", "\"X\""),
    ].map { Case("FILE_SAME_\($0.uppercased())", "", "option \($0) = \($1);", symmetric: true) }

    static let all = messages + fields + others + options

    private func parse(_ text: String, _ references: [String: String] = [:]) throws -> ProtobufSchema {
        try ProtobufSchema.parse(
            text.hasPrefix("syntax") ? text : "syntax = \"proto3\";\n" + text, references: references)
    }

    private func found(
        _ old: ProtobufSchema, _ new: ProtobufSchema, _ policy: CompatibilityPolicy,
        _ direction: CompatibilityDirection = .backward
    ) -> [CompatibilityDifference] {
        ProtobufCompatibility.differences(
            reader: direction == .backward ? new : old, writer: direction == .backward ? old : new,
            direction: direction, policy: policy)
    }

    @Test("a rule finds its breach in both directions, under its policies and no other", arguments: all)
    func rules(_ each: Case) throws {
        let (old, new) = (try parse(each.old, each.references), try parse(each.new, each.references))
        let rule = try #require(CompatibilityRule.protobuf.first { $0.type == each.rule })
        for policy in CompatibilityPolicy.allCases {
            let hits = found(old, new, policy).filter { $0.type == each.rule }
            #expect(hits.isEmpty == !rule.policies.contains(policy), "\(policy.rawValue)")
            for hit in hits {
                #expect(hit.path.hasPrefix("#/") && !hit.path.hasPrefix("#//"), "\(hit.path)")
                #expect(!hit.description.isEmpty && hit.why.hasSuffix(".") && hit.remedy.hasSuffix("."), "\(hit)")
                #expect(
                    hit.newPlace != nil && hit.oldPlace != nil || hit.newPlace == nil && hit.oldPlace != nil, "\(hit)")
            }
            let back = found(new, old, policy).contains { $0.type == each.rule }
            #expect(back == (each.isSymmetric && rule.policies.contains(policy)), "back, \(policy.rawValue)")
            // Nothing is wrong with a schema that stays.
            #expect(found(old, old, policy).isEmpty && found(new, new, policy).isEmpty)
        }
    }

    @Test("every rule has a case here or in the table of the established ones, an own id, and a sentence")
    func complete() {
        let rules = ProtobufRule.all.map(\.rule)
        #expect(Set(Self.all.map(\.rule)) == Set(rules.map(\.type)))
        let ids = CompatibilityRule.protobuf.map(\.id)
        #expect(Set(ids).count == ids.count)
        for rule in CompatibilityRule.protobuf {
            #expect(rule.summary.hasSuffix(".") && rule.mending.hasSuffix("."), "\(rule.id)")
            #expect(!rule.policies.isEmpty)
        }
        // STRICT is WIRE.
        for rule in rules { #expect(rule.policies.contains(.strict) == rule.policies.contains(.wire), "\(rule.id)") }
    }

    @Test("who reads whom decides for text that becomes bytes; numbers once used are asked for in either direction")
    func directions() throws {
        let text = try parse("message M { string a = 1; }")
        let bytes = try parse("message M { bytes a = 1; }")
        #expect(found(text, bytes, .wire, .backward).isEmpty)
        #expect(found(text, bytes, .wire, .forward).map(\.type) == ["FIELD_WIRE_COMPATIBLE_TYPE"])
        #expect(found(bytes, text, .wire, .forward).isEmpty)
        let gone = try parse("message M {}")
        #expect(found(text, gone, .wire, .forward).map(\.type) == ["FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED"])
        #expect(found(gone, text, .wire, .forward).isEmpty)
    }

    @Test("changes that a policy allows")
    func allowed() throws {
        func isFine(_ policy: CompatibilityPolicy, _ old: String, _ new: String) throws -> Bool {
            found(try parse(old), try parse(new), policy).isEmpty
        }
        // Names don't matter in binary.
        #expect(try isFine(.wire, "message M { int32 a = 1; }", "message M { uint64 b = 1; }"))
        #expect(try isFine(.wireJSON, "message M { int32 a = 1; }", "message M { uint32 a = 1; }"))
        #expect(try isFine(.wire, "message M { int32 a = 1; }", "message M { reserved 1; }"))
        #expect(try isFine(.wire, "enum E { A = 0; B = 1; }", "enum E { A = 0; reserved 1 to 3; }"))
        #expect(try isFine(.wire, "message M { int32 a = 1; }", "message M { optional int32 a = 1; }"))
        #expect(try isFine(.file, "message M { int32 a = 1; }", "message M { int32 a = 1; int32 b = 2; } message N {}"))
        // Another enum of the same name with more values.
        #expect(
            try isFine(
                .wire, "message M { A.E e = 1; } message A { enum E { X = 0; } } message B { enum E { Z = 0; } }",
                "message M { A.E e = 1; } message A { enum E { X = 0; Y = 1; } } message B { enum E { Z = 0; } }"))
        // A default that is written out.
        #expect(
            try isFine(
                .wire, Self.two + "message M { optional int32 a = 1; }",
                Self.two + "message M { optional int32 a = 1 [default = 0]; }"))
    }

    @Test("a message that moves to an import stays in the package, and does not stay in the file")
    func moved() throws {
        let old = try parse("package p; message M { N n = 1; } message N { int32 a = 1; }")
        let new = try parse(
            "package p; import \"n.proto\"; message M { N n = 1; }",
            ["n.proto": "syntax = \"proto3\"; package p; message N { int32 a = 1; }"])
        #expect(found(old, new, .package).isEmpty)
        #expect(found(old, new, .file).map(\.type) == ["MESSAGE_NO_DELETE"])
        let changed = try parse(
            "package p; import \"n.proto\"; message M { N n = 1; }",
            ["n.proto": "syntax = \"proto3\"; package p; message N { float a = 1; }"])
        #expect(found(old, changed, .wire).map(\.path) == ["#/N/1"])
        let place = try #require(found(old, changed, .wire).first?.newPlace)
        #expect(place == SchemaPlace(path: "#/N/1", line: 1, column: 43, file: "n.proto"))
        #expect(found(old, changed, .wire).first?.oldPlace?.file == nil)
    }

    @Test("what both directions find alike is told once")
    func once() throws {
        let old = try parse("message M { int32 a = 1; }")
        let new = try parse("message M { float a = 1; }")
        let check = CompatibilityCheck(level: .full, policy: .wire)
        let content = { (schema: ProtobufSchema) in
            SchemaContent(type: .protobuf, text: schema.text, references: [])
        }
        let version = StoredVersion(
            subject: SubjectName("s"), version: 1,
            schema: StoredSchema(id: 1, guid: "", content: content(old), createdAt: 0), isDeleted: false, createdAt: 0)
        let verdict = check.verdict(.protobuf(new), content(new), after: [version]) { _ in .protobuf(old) }
        #expect(verdict.differences.map(\.type) == ["FIELD_WIRE_COMPATIBLE_TYPE"])
    }
}
