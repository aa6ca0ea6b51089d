// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import CodegenCore

@Suite("The generator names what .proto files declare, and tells what it can't generate")
struct ProtobufGeneratorTests {
    private func generate(_ files: (path: String, text: String)...) -> Codegen.Result {
        Codegen().generate(
            files.map { file in
                let name = file.path.split(separator: "/").last?.split(separator: ".").first ?? ""
                return SchemaFile(
                    name: String(name), path: file.path, text: "syntax = \"proto3\";\n" + file.text, format: .protobuf)
            })
    }

    private func text(_ result: Codegen.Result, _ name: String) -> String {
        result.files.first { $0.name == "\(name).proto.swift" }?.text ?? ""
    }

    @Test("An import is the file whose path ends in its name")
    func imports() {
        let result = generate(
            (
                "src/shop/order.proto",
                "package shop; import \"shop/types/money.proto\"; message Order { Money total = 1; }"
            ),
            ("src/shop/types/money.proto", "package shop; message Money { int64 cents = 1; }"))
        #expect(result.diagnostics == [])
        #expect(text(result, "order").contains("public var total: Money?"))
    }

    @Test("An import that is not given, and a type that is not generated, are told with their place")
    func missing() throws {
        let absent = generate(("a.proto", "import \"b.proto\";\nmessage A {}"))
        let first = try #require(absent.diagnostics.first)
        #expect(first.description.hasPrefix("a.proto:2:1: error: Import \"b.proto\" was not found"))
        let option = generate(
            ("a.proto", "import \"google/protobuf/type.proto\";\nmessage A {\n  google.protobuf.Type type = 1;\n}"))
        #expect(
            option.diagnostics.map(\.description) == [
                "a.proto:4:3: error: google.protobuf.Type is defined in google/protobuf/type.proto, which is not generated; "
                    + "give that file to the generator, too"
            ])
        #expect(option.files == [])
    }

    @Test("Types of two packages with one name are prefixed, and nested types never hide others")
    func names() {
        let result = generate(
            ("one.proto", "package shop.one.v1; message Item {}"), ("two.proto", "package shop.two; message Item {}"),
            (
                "three.proto",
                """
                package shop;
                message Status {}
                message Order { message Status {} message Type {} Status inner = 1; .shop.Status outer = 2; Type type = 3; }
                """
            ))
        #expect(result.diagnostics == [])
        #expect(text(result, "one").contains("public struct OneV1Item:"))
        #expect(text(result, "two").contains("public struct TwoItem:"))
        let order = text(result, "three")
        #expect(order.contains("public var inner: Order.StatusMessage?"))
        #expect(order.contains("public var outer: Status?"))
        #expect(order.contains("public var type: Order.TypeMessage?"))
    }

    @Test("Types that would get one name all the same are errors")
    func clashes() {
        let result = generate(
            ("one.proto", "package a.x; message Item {}"), ("two.proto", "package b.x; message Item {}"))
        #expect(result.files == [])
        #expect(result.diagnostics.map(\.severity) == [.error])
    }

    @Test("Two files of one name are refused, whatever their folders")
    func fileNames() {
        let result = generate(("a/x.proto", "message A {}"), ("b/x.proto", "message B {}"))
        #expect(result.diagnostics.map(\.file) == ["b/x.proto"])
    }

    @Test("Names of values lose the enum's name if all have it")
    func values() throws {
        let schema = try ProtobufSchema.parse(
            """
            enum HTTPStatus { HTTP_STATUS_OK = 0; HTTP_STATUS_NOT_FOUND = 1; }
            enum Mixed { MIXED_A = 0; B = 1; }
            enum Digit { DIGIT_1 = 1; DIGIT_TWO = 2; }
            enum Words { NONE = 0; default = 1; NUMBER = 2; }
            """)
        let names = schema.file.enumerations.map { EnumCases($0).names }
        #expect(
            names == [["ok", "notFound"], ["mixedA", "b"], ["digit1", "digitTwo"], ["NONE", "default", "NUMBER"]])
    }

    @Test("A cycle of required fields is boxed, and its properties may be empty")
    func requiredCycle() {
        let file = SchemaFile(
            name: "a", path: "a.proto",
            text:
                "message A { required B b = 1; } message B { required A a = 1; optional C c = 2; } message C { required C.D d = 1; message D { optional B b = 1; } }",
            format: .protobuf)
        let result = Codegen().generate([file])
        #expect(result.diagnostics == [])
        let text = result.files.first?.text ?? ""
        #expect(text.contains("@BoxedOptional public var b: B? = nil"))
        #expect(text.contains("@BoxedOptional public var a: A? = nil"))
        #expect(text.contains("public var d: C.D = C.D()"))
    }

    @Test("Files without declarations import nothing")
    func empty() {
        #expect(text(generate(("a.proto", "")), "a").contains("import") == false)
    }
}
