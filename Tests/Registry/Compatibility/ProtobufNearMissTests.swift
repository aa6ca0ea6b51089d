// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import Testing

@testable import Registry

@Suite("Rules for Protobuf schemas let pass what only looks like a breach")
struct ProtobufNearMissTests {
    /// A change, and the rules that are about such changes and let this one pass.
    struct Case: CustomTestStringConvertible {
        let rules: [String]
        let old: String
        let new: String
        var references: [String: String] = [:]

        init(_ rules: String..., from old: String, to new: String, references: [String: String] = [:]) {
            self.rules = rules
            self.old = old
            self.new = new
            self.references = references
        }

        var testDescription: String { rules.joined(separator: ", ") }
    }

    private static let two = "syntax = \"proto2\"; "

    private static let established: [Case] = [
        Case("PACKAGE_CHANGED", from: "package a; message M {}", to: "package  a ; message M { int32 a = 1; }"),
        Case("MESSAGE_REMOVED", from: "message M {} message N {}", to: "message N {} message M {}"),
        Case(
            "MESSAGE_REMOVED", from: "message M { map<int32, int32> a = 1; }", to: "message M {}"),
        Case(
            "FIELD_KIND_CHANGED", from: "message M { E a = 1; } enum E { A = 0; }",
            to: "message M { int32 a = 1; } enum E { A = 0; }"),
        Case("FIELD_SCALAR_KIND_CHANGED", from: "message M { bool a = 1; }", to: "message M { uint64 a = 1; }"),
        Case(
            "FIELD_NAMED_TYPE_CHANGED", from: "package p; message M { N a = 1; } message N {}",
            to: "package p; message M { .p.N a = 1; } message N { int32 x = 1; }"),
        Case(
            "FIELD_NUMERIC_LABEL_CHANGED", from: "message M { string a = 1; }",
            to: "message M { repeated string a = 1; }"),
        Case(
            "FIELD_NUMERIC_LABEL_CHANGED", from: "message M { int32 a = 1; }", to: "message M { optional int32 a = 1; }"
        ),
        Case(
            "REQUIRED_FIELD_ADDED", from: two + "message M {}", to: two + "message M { optional int32 a = 1; }"),
        Case(
            "REQUIRED_FIELD_REMOVED", from: two + "message M { required int32 a = 1; }",
            to: two + "message M { required int32 b = 1; }"),
        Case(
            "ONEOF_FIELD_REMOVED", from: "message M { oneof o { int32 a = 1; int32 b = 2; } }",
            to: "message M { oneof o { int32 a = 1; } int32 b = 2; }"),
        Case(
            "MULTIPLE_FIELDS_MOVED_TO_ONEOF", "FIELD_MOVED_TO_EXISTING_ONEOF", from: "message M { int32 a = 1; }",
            to: "message M { oneof o { int32 a = 1; int32 b = 2; } }"),
    ]

    private static let messages: [Case] = [
        Case("FILE_SAME_PACKAGE", "PACKAGE_NO_DELETE", from: "package a;", to: "package a; message M {}"),
        Case(
            "PACKAGE_NO_DELETE", from: "package a; message M {}", to: "package b; import \"a.proto\"; message M {}",
            references: ["a.proto": "syntax = \"proto3\"; package a;"]),
        Case("FILE_SAME_SYNTAX", from: two + "message M {}", to: "// Comment.\n" + two + "message M {}"),
        // A file without a syntax is proto2.
        Case(
            "FILE_SAME_SYNTAX", "MESSAGE_SAME_JSON_FORMAT", from: two + "message M {}",
            to: "syntax='proto2';message M{}"),
        Case("MESSAGE_NO_DELETE", from: "message M { message N {} }", to: "message M { message N {} message O {} }"),
        Case(
            "PACKAGE_MESSAGE_NO_DELETE", from: "package p; message M {}", to: "package p; import \"a.proto\";",
            references: ["a.proto": "syntax = \"proto3\"; package p; message M {}"]),
        Case(
            "MESSAGE_SAME_REQUIRED_FIELDS", from: two + "message M { required int32 a = 1; }",
            to: two + "message M { required int32 b = 1; optional int32 c = 2; }"),
        Case(
            "MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT", from: two + "message M { extensions 4 to 10; }",
            to: two + "message M { option message_set_wire_format = false; extensions 4 to 10; }"),
        Case("MESSAGE_SAME_JSON_FORMAT", from: two + "message M {}", to: "message M {}"),
        Case(
            "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
            from: "message M { option no_standard_descriptor_accessor = true; }", to: "message M {}"),
        Case(
            "RESERVED_MESSAGE_NO_DELETE", from: "message M { reserved 1 to 3; reserved 4, 5; reserved \"a\"; }",
            to: "message M { reserved 1 to 9; reserved \"b\", \"a\"; }"),
        Case(
            "ONEOF_NO_DELETE", from: "message M { oneof o { int32 a = 1; } }",
            to: "message M { oneof o { int32 b = 2; } reserved 1; reserved \"a\"; }"),
        // A field that is marked optional has a oneof in the descriptor only.
        Case(
            "ONEOF_NO_DELETE", "FIELD_SAME_ONEOF", from: "message M { optional int32 a = 1; }",
            to: "message M { int32 a = 1; }"),
        Case(
            "EXTENSION_MESSAGE_NO_DELETE", from: two + "message M { extensions 5 to 7; extensions 8; }",
            to: two + "message M { extensions 4 to max; }"),
    ]

    private static let fields: [Case] = [
        Case(
            "FIELD_NO_DELETE", "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
            from: "message M { int32 a = 1; }", to: "message M { oneof o { int32 a = 1; } }"),
        Case(
            "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", from: "message M { int32 a = 5; }",
            to: "message M { reserved 1 to 9; }"),
        Case(
            "FIELD_NO_DELETE_UNLESS_NAME_RESERVED", from: "message M { int32 a = 1; }",
            to: "message M { reserved \"a\"; }"),
        Case("FIELD_SAME_NAME", from: "message M { int32 a = 1; }", to: "message M { int64 a = 1; int32 b = 2; }"),
        Case(
            "FIELD_SAME_JSON_NAME", from: "message M { int32 a_b = 1; }",
            to: "message M { int32 ab = 1 [json_name = \"aB\"]; }"),
        Case("FIELD_SAME_TYPE", from: "package p; message M { M a = 1; }", to: "package p; message M { p.M a = 1; }"),
        Case(
            "FIELD_WIRE_COMPATIBLE_TYPE", from: "message M { int32 a = 1; string b = 2; }",
            to: "message M { bool a = 1; bytes b = 2; }"),
        Case(
            "FIELD_WIRE_JSON_COMPATIBLE_TYPE", from: "message M { int32 a = 1; fixed64 b = 2; }",
            to: "message M { uint32 a = 1; sfixed64 b = 2; }"),
        Case(
            "FIELD_SAME_CARDINALITY", from: two + "message M { optional int32 a = 1; }",
            to: "message M { optional int32 a = 1; }"),
        Case(
            "FIELD_WIRE_COMPATIBLE_CARDINALITY",
            from: "message M { map<string, int32> a = 1; message B { string key = 1; int32 value = 2; } }",
            to: "message M { repeated B a = 1; message B { string key = 1; int32 value = 2; } }"),
        Case(
            "FIELD_WIRE_COMPATIBLE_CARDINALITY", "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
            from: "message M { int32 a = 1; }", to: "message M { optional int32 a = 1; }"),
        Case(
            "FIELD_SAME_ONEOF", from: "message M { oneof o { int32 a = 1; } }",
            to: "message M { oneof o { int32 b = 2; int32 a = 1; } }"),
        Case(
            "FIELD_SAME_DEFAULT",
            from: two + "message M { optional double a = 1 [default = 1]; optional string s = 2; }",
            to: two + "message M { optional double a = 1 [default = 1.0]; optional string s = 2 [default = \"\"]; }"),
        Case(
            "FIELD_SAME_UTF8_VALIDATION", from: two + "message M { optional bytes a = 1; }",
            to: "message M { optional bytes a = 1; }"),
        Case(
            "FIELD_SAME_JAVA_UTF8_VALIDATION", from: two + "message M { optional string a = 1; }",
            to: two + "option java_string_check_utf8 = false; message M { optional string a = 1; }"),
        Case(
            "FIELD_SAME_CPP_STRING_TYPE", from: "message M { string a = 1; }",
            to: "message M { string a = 1 [ctype = STRING]; }"),
        Case(
            "FIELD_SAME_JSTYPE", from: "message M { int64 a = 1; }",
            to: "message M { int64 a = 1 [jstype = JS_NORMAL]; }"),
    ]

    private static let others: [Case] = [
        Case("ENUM_NO_DELETE", from: "enum E { A = 0; }", to: "enum F { B = 0; } enum E { A = 0; }"),
        Case(
            "PACKAGE_ENUM_NO_DELETE", from: "package p; enum E { A = 0; }", to: "package p; import \"a.proto\";",
            references: ["a.proto": "syntax = \"proto3\"; package p; enum E { A = 0; }"]),
        Case(
            "ENUM_SAME_TYPE", "ENUM_SAME_JSON_FORMAT", from: "enum E { A = 0; }", to: "enum E { A = 0; B = 1; }"),
        Case("ENUM_SAME_JSON_FORMAT", from: two + "enum E { A = 0; }", to: "enum E { A = 0; }"),
        Case(
            "ENUM_VALUE_NO_DELETE", "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
            "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", from: "enum E { A = 0; B = 1; }",
            to: "enum E { A = 0; C = 1; }"),
        Case(
            "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", from: "enum E { A = 0; B = 5; }",
            to: "enum E { A = 0; reserved 1 to 9; }"),
        Case(
            "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", from: "enum E { A = 0; B = 5; }",
            to: "enum E { A = 0; reserved \"B\"; }"),
        Case(
            "ENUM_VALUE_SAME_NAME", from: "enum E { A = 0; }",
            to: "enum E { option allow_alias = true; A = 0; B = 0; }"),
        Case(
            "RESERVED_ENUM_NO_DELETE", from: "enum E { A = 0; reserved 5 to 7; reserved \"X\"; }",
            to: "enum E { A = 0; reserved 4 to max; reserved \"Y\", \"X\"; }"),
        Case(
            "EXTENSION_NO_DELETE", from: two + "message M { extensions 5; } extend M { optional int32 x = 5; }",
            to: two + "message M { extensions 5 to 6; } extend M { optional int32 x = 5; optional int32 y = 6; }"),
        Case(
            "PACKAGE_EXTENSION_NO_DELETE",
            from: "import \"a.proto\"; " + two + "package p; extend p.M { optional int32 x = 5; }",
            to: "import \"a.proto\"; import \"b.proto\"; " + two + "package p;",
            references: [
                "a.proto": two + "package p; message M { extensions 5; }",
                "b.proto": two + "package p; import \"a.proto\"; extend p.M { optional int32 x = 5; }",
            ]),
        Case("SERVICE_NO_DELETE", from: "service S {}", to: "service T {} service S {}"),
        Case(
            "PACKAGE_SERVICE_NO_DELETE", from: "package p; service S {}", to: "package p; import \"a.proto\";",
            references: ["a.proto": "syntax = \"proto3\"; package p; service S {}"]),
        Case(
            "RPC_NO_DELETE", "RPC_SAME_REQUEST_TYPE", "RPC_SAME_RESPONSE_TYPE", "RPC_SAME_CLIENT_STREAMING",
            "RPC_SAME_SERVER_STREAMING", "RPC_SAME_IDEMPOTENCY_LEVEL",
            from: "package p; service S { rpc Do (M) returns (stream M); } message M {}",
            to: """
                package p; message M { int32 a = 1; }
                service S { rpc Other (M) returns (M);
                  rpc Do (p.M) returns (stream .p.M) { option idempotency_level = IDEMPOTENCY_UNKNOWN; } }
                """),
    ]

    /// What is written out although it is the default, or does not concern the option.
    private static let options: [Case] =
        [
            ("cc_enable_arenas", "true"), ("cc_generic_services", "false"), ("java_generic_services", "false"),
            ("java_multiple_files", "false"), ("optimize_for", "SPEED"), ("py_generic_services", "false"),
        ].map { Case("FILE_SAME_\($0.uppercased())", from: "", to: "option \($0) = \($1);") }
        + [
            "csharp_namespace", "go_package", "java_outer_classname", "java_package", "objc_class_prefix",
            "php_class_prefix", "php_metadata_namespace", "php_namespace", "ruby_package", "swift_prefix",
        ].map {
            Case(
                "FILE_SAME_\($0.uppercased())", from: "option \($0) = \"x\";",
                to: "option deprecated = true; option \($0) = 'x'; message M {}")
        }

    static let all = established + messages + fields + others + options

    private func parse(_ text: String, _ references: [String: String]) throws -> ProtobufSchema {
        var text = text
        if let syntax = text.range(of: Self.two), syntax.lowerBound != text.startIndex {
            // The syntax stands first.
            text.removeSubrange(syntax)
            text = Self.two + text
        }
        return try ProtobufSchema.parse(
            text.hasPrefix("syntax") ? text : "syntax = \"proto3\";\n" + text, references: references)
    }

    @Test("the change is one, and the rule finds nothing in it", arguments: all)
    func passes(_ each: Case) throws {
        let (old, new) = (try parse(each.old, each.references), try parse(each.new, each.references))
        #expect(old.text != new.text)
        for policy in CompatibilityPolicy.allCases {
            let types = Set(
                ProtobufCompatibility.differences(reader: new, writer: old, direction: .backward, policy: policy)
                    .map(\.type))
            #expect(types.isDisjoint(with: each.rules), "\(policy.rawValue): \(types.sorted())")
        }
    }

    @Test("every rule has a case that breaks it and one that it lets pass")
    func complete() {
        let passing = Set(Self.all.flatMap(\.rules))
        let breaking = Set(
            ProtobufPolicyTests.all.map(\.rule)
                + ProtobufCompatibilityTests.breaking.flatMap {
                    $0.2.compactMap { $0.split(separator: " ").first.map(String.init) }
                })
        let rules = Set(CompatibilityRule.protobuf.map(\.type))
        #expect(rules.subtracting(passing) == [], "no case that passes")
        #expect(rules.subtracting(breaking) == [], "no case that breaks it")
        #expect(passing.subtracting(rules) == [], "no such rule")
    }
}
