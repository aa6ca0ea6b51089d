// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Compatibility of Protobuf schemas")
struct ProtobufCompatibilityTests {
    private func parse(_ body: String, _ references: [String: String] = [:]) throws -> ProtobufSchema {
        try ProtobufSchema.parse(
            body.hasPrefix("syntax") ? body : "syntax = \"proto3\";\n" + body, references: references)
    }

    private func changes(_ old: String, _ new: String) throws -> [String] {
        ProtobufComparison.changes(from: try parse(old), to: try parse(new)).map(\.description)
    }

    // MARK: Compatible

    @Test(
        "these changes are told and break nothing",
        arguments: [
            ("message M {}", "message M {} message N {}", ["MESSAGE_ADDED #/N"]),
            ("message M {}", "message M { message N {} }", ["MESSAGE_ADDED #/M/N"]),
            ("message M {} message N {}", "message N {} message M {}", ["MESSAGE_MOVED #/M", "MESSAGE_MOVED #/N"]),
            ("message M {}", "message M {} enum E { A = 0; }", ["ENUM_ADDED #/E"]),
            ("enum E { A = 0; }", "", ["ENUM_REMOVED #/E"]),
            (
                "enum E { A = 0; B = 1; C = 2; }", "enum E { A = 0; BB = 1; D = 3; }",
                ["ENUM_CONST_CHANGED #/E/1", "ENUM_CONST_REMOVED #/E/2", "ENUM_CONST_ADDED #/E/3"]
            ),
            ("message M { string a = 1; }", "message M { string a = 1; int32 b = 2; }", ["FIELD_ADDED #/M/2"]),
            ("message M { string a = 1; int32 b = 2; }", "message M { string a = 1; }", ["FIELD_REMOVED #/M/2"]),
            ("message M { string a = 1; }", "message M { string b = 1; }", ["FIELD_NAME_CHANGED #/M/1"]),
            (
                "message M { string a = 1; }", "message M { repeated string a = 1; }",
                ["FIELD_STRING_OR_BYTES_LABEL_CHANGED #/M/1"]
            ),
            (
                "message M { repeated bytes a = 1; }", "message M { bytes a = 1; }",
                ["FIELD_STRING_OR_BYTES_LABEL_CHANGED #/M/1"]
            ),
            ("message M { N a = 1; message N {} }", "message M { repeated N a = 1; message N {} }", []),
            ("message M { int32 a = 1; }", "message M { optional int32 a = 1; }", []),
            (
                "message M { string a = 1; }", "message M { oneof o { string a = 1; int32 b = 2; } }",
                ["ONEOF_ADDED #/M/o"]
            ),
            (
                "message M { oneof o { string a = 1; int32 b = 2; } }", "message M { string a = 1; int32 b = 2; }",
                ["ONEOF_REMOVED #/M/o"]
            ),
            (
                "message M { oneof o { string a = 1; } int32 c = 3; }", "message M { int32 c = 3; }",
                ["ONEOF_REMOVED #/M/o"]
            ),
            (
                "message M { oneof o { string a = 1; } }", "message M { oneof o { string a = 1; int32 b = 2; } }",
                ["ONEOF_FIELD_ADDED #/M/o/2"]
            ),
            (
                "message M { oneof o { string a = 1; int32 b = 2; } }",
                "message M { oneof o { int32 b = 2; } string a = 1; }",
                []
            ),
            (
                "message M { oneof o { string a = 1; int32 b = 2; } }",
                "message M { oneof p { string a = 1; int32 b = 2; } }",
                ["ONEOF_REMOVED #/M/o", "ONEOF_ADDED #/M/p"]
            ),
            (
                "message M { optional string a = 1; optional int32 b = 2; }",
                "message M { oneof o { string a = 1; } optional int32 b = 2; }", ["ONEOF_ADDED #/M/o"]
            ),
            (
                "package p; message M { N n = 1; message N {} }", "package p; message M { .p.M.N n = 1; message N {} }",
                []
            ),
            (
                "message M { map<string, N> m = 1; message N { int32 a = 1; } }",
                "message M { map<string, M.N> m = 1; message N { int64 a = 1; } }", []
            ),
        ] as [(String, String, [String])])
    func compatible(old: String, new: String, expected: [String]) throws {
        #expect(try changes(old, new) == expected)
        let schemas = (try parse(old), try parse(new))
        #expect(
            ProtobufCompatibility.differences(reader: schemas.1, writer: schemas.0, direction: .backward).isEmpty)
    }

    @Test(
        "scalars of a group read each other",
        arguments: [
            ["int32", "int64", "uint32", "uint64", "bool", "E"], ["sint32", "sint64"], ["string", "bytes"],
            ["fixed32", "sfixed32"], ["fixed64", "sfixed64"], ["float"], ["double"],
        ])
    func scalarGroups(group: [String]) throws {
        let all = [
            "int32", "int64", "uint32", "uint64", "bool", "E", "sint32", "sint64", "string", "bytes", "fixed32",
            "sfixed32", "fixed64", "sfixed64", "float", "double",
        ]
        for old in group {
            for new in all {
                let expected = group.contains(new) ? [] : ["FIELD_SCALAR_KIND_CHANGED #/M/1"]
                let enumeration = " enum E { A = 0; }"
                #expect(
                    try changes(
                        "message M { \(old) a = 1; }" + enumeration, "message M { \(new) a = 1; }" + enumeration)
                        == expected, "\(old) to \(new)")
            }
        }
    }

    // MARK: Incompatible

    static let breaking: [(String, String, [String])] = [
        ("package a; message M {}", "package b; message M {}", ["PACKAGE_CHANGED #/"]),
        ("message M {} message N {}", "message M {}", ["MESSAGE_REMOVED #/N"]),
        ("message M { message N {} }", "message M {}", ["MESSAGE_REMOVED #/M/N"]),
        ("message M { int32 a = 1; }", "message M { N a = 1; } message N {}", ["FIELD_KIND_CHANGED #/M/1"]),
        (
            "message M { N a = 1; } message N {}", "message M { string a = 1; } message N {}",
            ["FIELD_KIND_CHANGED #/M/1"]
        ),
        ("message M { map<string, int32> a = 1; }", "message M { string a = 1; }", ["FIELD_KIND_CHANGED #/M/1"]),
        (
            "message M { map<string, int32> a = 1; }", "message M { map<string, string> a = 1; }",
            ["FIELD_SCALAR_KIND_CHANGED #/M/1"]
        ),
        (
            "message M { map<int32, int32> a = 1; }", "message M { map<string, int64> a = 1; }",
            ["FIELD_SCALAR_KIND_CHANGED #/M/1"]
        ),
        (
            "message M { A a = 1; } message A {} message B {}", "message M { B a = 1; } message A {} message B {}",
            ["FIELD_NAMED_TYPE_CHANGED #/M/1"]
        ),
        ("message M { int32 a = 1; }", "message M { repeated int32 a = 1; }", ["FIELD_NUMERIC_LABEL_CHANGED #/M/1"]),
        (
            "message M { repeated E a = 1; } enum E { X = 0; }", "message M { E a = 1; } enum E { X = 0; }",
            ["FIELD_NUMERIC_LABEL_CHANGED #/M/1"]
        ),
        (
            "syntax = \"proto2\"; message M {}", "syntax = \"proto2\"; message M { required int32 a = 1; }",
            ["REQUIRED_FIELD_ADDED #/M/1"]
        ),
        (
            "syntax = \"proto2\"; message M { required int32 a = 1; }", "syntax = \"proto2\"; message M {}",
            ["REQUIRED_FIELD_REMOVED #/M/1"]
        ),
        (
            "message M { oneof o { string a = 1; int32 b = 2; } }", "message M { oneof o { string a = 1; } }",
            ["ONEOF_FIELD_REMOVED #/M/o/2"]
        ),
        (
            "message M { string a = 1; int32 b = 2; }", "message M { oneof o { string a = 1; int32 b = 2; } }",
            ["MULTIPLE_FIELDS_MOVED_TO_ONEOF #/M/o"]
        ),
        (
            "message M { oneof o { string a = 1; } int32 b = 2; }",
            "message M { oneof o { string a = 1; int32 b = 2; } }",
            ["FIELD_MOVED_TO_EXISTING_ONEOF #/M/o"]
        ),
        (
            "message M { oneof o { string a = 1; } oneof p { int32 b = 2; } }",
            "message M { oneof o { string a = 1; int32 b = 2; } }", ["FIELD_MOVED_TO_EXISTING_ONEOF #/M/o"]
        ),
        (
            "message M { oneof o { string a = 1; } }", "message M { oneof p { int32 a = 1; } }",
            ["FIELD_SCALAR_KIND_CHANGED #/M/1"]
        ),
        (
            "message M { oneof o { string a = 1; } }", "message M { oneof o { int32 a = 1; } }",
            ["FIELD_SCALAR_KIND_CHANGED #/M/o/1"]
        ),
    ]

    @Test("these changes break reading", arguments: breaking)
    func incompatible(old: String, new: String, expected: [String]) throws {
        let schemas = (try parse(old), try parse(new))
        let found = ProtobufCompatibility.differences(reader: schemas.1, writer: schemas.0, direction: .backward)
        #expect(found.map { "\($0.type) \($0.path)" } == expected)
    }

    @Test("forward swaps the two, in the sentences as well")
    func forward() throws {
        let old = try parse("message M { string a = 1; }")
        let new = try parse("message M { string a = 1; } message N {}")
        #expect(ProtobufCompatibility.differences(reader: new, writer: old, direction: .backward).isEmpty)
        let forward = ProtobufCompatibility.differences(reader: old, writer: new, direction: .forward)
        #expect(
            forward.map(\.message) == [
                "{errorType:'MESSAGE_REMOVED', description:'The old schema is missing a MESSAGE type at path '#/N' in "
                    + "the new schema'}"
            ])
    }

    @Test("every rule has its own established sentence, reason and remedy", arguments: CompatibilityDirection.both)
    func sentences(direction: CompatibilityDirection) throws {
        var seen: Set<String> = []
        for (old, new, _) in Self.breaking {
            let schemas = (try parse(old), try parse(new))
            let found = ProtobufCompatibility.differences(
                reader: direction == .backward ? schemas.1 : schemas.0,
                writer: direction == .backward ? schemas.0 : schemas.1, direction: direction)
            for difference in found {
                seen.insert(difference.type)
                #expect(difference.description.contains(difference.path))
                #expect(difference.description.contains("new schema") && difference.description.contains("old schema"))
                #expect(difference.why.hasSuffix(".") && difference.remedy.hasSuffix("."))
                #expect(difference.newPlace != nil || difference.oldPlace != nil, "\(difference)")
            }
        }
        #expect(seen.count >= 8, "\(seen)")
    }

    @Test("a difference has its lines and columns in both texts, what was found, and what mends it")
    func explained() throws {
        let old = try parse("package shop;\nmessage Order {\n  int32 total = 3;\n}")
        let new = try parse("package shop;\n\nmessage Order {\n  string id = 1;\n  string total = 3;\n}")
        let found = try #require(
            ProtobufCompatibility.differences(reader: new, writer: old, direction: .backward).first)
        #expect(found.rule.id == "protobuf/field-scalar-kind-changed")
        #expect(found.oldPlace == SchemaPlace(path: "#/Order/3", line: 4, column: 3))
        #expect(found.newPlace == SchemaPlace(path: "#/Order/3", line: 6, column: 3))
        #expect(found.why.contains("'int32 total = 3'") && found.why.contains("'string total = 3'"))
        #expect(found.remedy.contains("'int32 total = 3'"))
        #expect(
            found.message
                == "{errorType:'FIELD_SCALAR_KIND_CHANGED', description:'The kind of a SCALAR field at path '#/Order/3' "
                + "in the new schema does not match its kind in the old schema'}")
    }

    // MARK: Imported types

    private func imported(_ old: String, _ new: String, package: String = "shop") throws -> [String] {
        let root = { (package: String) in "import \"a.proto\"; message M { \(package).A a = 1; }" }
        let header = { (package: String) in "syntax = \"proto3\"; package \(package); " }
        let schemas = (
            try parse(root("shop"), ["a.proto": header("shop") + old]),
            try parse(root(package), ["a.proto": header(package) + new])
        )
        return ProtobufComparison.changes(from: schemas.0, to: schemas.1).map(\.description)
    }

    @Test("imported types are compared where a field uses them")
    func imports() throws {
        #expect(try imported("message A { int32 x = 1; }", "message A { int64 x = 1; }").isEmpty)
        #expect(
            try imported("message A { int32 x = 1; }", "message A { string x = 1; }")
                == ["FIELD_SCALAR_KIND_CHANGED #/A/1", "FIELD_NAMED_TYPE_CHANGED #/M/1"])
        #expect(try imported("message A { int32 x = 1; }", "message A { int32 x = 1; }", package: "other").isEmpty)
        #expect(
            try imported(
                "message A { B b = 1; message B { C c = 1; } } message C { int32 x = 1; }",
                "message A { B b = 1; message B { C c = 1; } } message C { bool y = 1; float x = 2; }")
                == ["FIELD_NAME_CHANGED #/C/1", "FIELD_ADDED #/C/2"])
    }

    @Test("what is wrong with an imported type makes each type wrong that uses it, also in circles")
    func importedCircles() throws {
        let old = "message A { B b = 1; } message B { C c = 1; A a = 2; } message C { A a = 1; int32 x = 2; }"
        let new = "message A { B b = 1; } message B { C c = 1; A a = 2; } message C { A a = 1; string x = 2; }"
        let found = try imported(old, new)
        #expect(found.first == "FIELD_SCALAR_KIND_CHANGED #/C/2")
        #expect(
            Set(found.dropFirst()) == [
                "FIELD_NAMED_TYPE_CHANGED #/M/1", "FIELD_NAMED_TYPE_CHANGED #/A/1", "FIELD_NAMED_TYPE_CHANGED #/B/1",
                "FIELD_NAMED_TYPE_CHANGED #/B/2", "FIELD_NAMED_TYPE_CHANGED #/C/1",
            ])
        #expect(found.count == 6)
    }

    @Test("chains of imported types are not limited by the stack")
    func longChain() throws {
        let chain = { (last: String) in
            (0..<5000).map { "message M\($0) { M\($0 + 1) next = 1; } " }.joined() + "message M5000 { \(last) x = 1; }"
        }
        let start = "message A { M0 first = 1; } "
        let found = try imported(start + chain("int32"), start + chain("string"))
        #expect(found.count == 5003)
        #expect(found.last == "FIELD_NAMED_TYPE_CHANGED #/M/1")
    }

    @Test("a type that moves into the schema or out of it")
    func moving() throws {
        let reference = ["a.proto": "syntax = \"proto3\"; package shop; message A { int32 x = 1; }"]
        let outside = try parse("import \"a.proto\"; message M { shop.A a = 1; }", reference)
        let inside = try parse("message M { A a = 1; } message A { int32 x = 1; }")
        #expect(ProtobufComparison.changes(from: outside, to: inside).map(\.description) == ["MESSAGE_ADDED #/A"])
        #expect(ProtobufComparison.changes(from: inside, to: outside).map(\.description) == ["MESSAGE_REMOVED #/A"])
    }
}

extension CompatibilityDirection {
    fileprivate static let both: [CompatibilityDirection] = [.backward, .forward]
}
