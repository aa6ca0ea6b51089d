// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit
import Testing

@Suite("Protobuf schemas")
struct ProtobufSchemaTests {
    private static let order = """
        syntax = "proto3";
        package shop;

        import "google/protobuf/timestamp.proto";
        import "confluent/meta.proto";
        import "confluent/type/decimal.proto";
        import public "common/color.proto";

        // An order.
        message Order {
          option (confluent.message_meta).doc = "what was bought";
          reserved 20 to 22, 30;
          reserved "old";
          string id = 1 [(confluent.field_meta).tags = "PII"];
          google.protobuf.Timestamp at = 2;
          confluent.type.Decimal price = 3;
          optional int32 count = 4;
          repeated Item items = 5;
          map<string, sint64> weights = 6;
          oneof payment {
            Card card = 7;
            string iban = 8;
          }
          common.Color color = 9;
          message Item { double x = 1; Kind kind = 2; enum Kind { NONE = 0; SOME = 1; } }
        }
        message Card { bytes number = 1; }
        enum State {
          reserved 5 to 7;
          UNKNOWN = 0;
          PAID = -3;
        }
        service Shop { rpc Buy (stream Order) returns (Card); }
        """

    private static let color = """
        syntax = "proto3";
        package common;
        enum Color { RED = 0; GREEN = 1; }
        """

    private func parse(_ text: String) throws -> ProtobufSchema {
        try ProtobufSchema.parse(text, references: ["common/color.proto": Self.color])
    }

    @Test("are read with everything that the rules look at")
    func descriptors() throws {
        let schema = try parse(Self.order)
        let file = schema.file
        #expect(schema.text == Self.order)
        #expect(file.package == "shop")
        #expect(file.syntax == .proto3)
        #expect(
            file.dependencies == [
                "google/protobuf/timestamp.proto", "confluent/meta.proto", "confluent/type/decimal.proto",
                "common/color.proto",
            ])
        #expect(file.publicDependencies == [3])
        #expect(file.messages.map(\.fullName) == [".shop.Order", ".shop.Card"])
        let order = try #require(file.messages.first)
        #expect(order.fields.map(\.number) == Array(1...9))
        #expect(
            order.fields.map(\.kind) == [
                .string, .message, .message, .int32, .message, .message, .message, .string, .enumeration,
            ])
        #expect(order.fields.filter { $0.label == .repeated }.map(\.name) == ["items", "weights"])
        #expect(order.fields.map(\.typeName)[1] == ".google.protobuf.Timestamp")
        #expect(order.fields.map(\.typeName)[8] == ".common.Color")
        #expect(order.fields[0].options.isEmpty == false)
        #expect(order.oneofs.map(\.name) == ["payment", "_count"])
        #expect(order.oneofs.map(\.isSynthetic) == [false, true])
        #expect(order.fields.map(\.oneof) == [nil, nil, nil, 1, nil, nil, 0, 0, nil])
        #expect(order.messages.map(\.name) == ["WeightsEntry", "Item"])
        #expect(order.messages.map(\.isMapEntry) == [true, false])
        #expect(order.messages.last?.enumerations.map(\.fullName) == [".shop.Order.Item.Kind"])
        #expect(order.reservedNumbers == [20..<23, 30..<31])
        #expect(order.reservedNames == ["old"])
        #expect(file.enumerations.first?.values.map(\.name) == ["UNKNOWN", "PAID"])
        #expect(file.enumerations.first?.values.map(\.number) == [0, -3])
        #expect(file.enumerations.first?.reservedNumbers == [5...7])
        let method = try #require(file.services.first?.methods.first)
        #expect(method.inputType == ".shop.Order")
        #expect(method.outputType == ".shop.Card")
        #expect(method.streamsInput)
        #expect(!method.streamsOutput)
    }

    @Test("find types by their full names, imported ones too")
    func names() throws {
        let schema = try parse(Self.order)
        #expect(schema.message(named: ".shop.Order.Item")?.fields.map(\.name) == ["x", "kind"])
        #expect(schema.message(named: ".confluent.type.Decimal")?.fields.map(\.kind) == [.bytes, .uint32, .int32])
        #expect(schema.enumeration(named: ".common.Color")?.values.count == 2)
        #expect(schema.file(defining: ".common.Color")?.name == "common/color.proto")
        #expect(schema.file(defining: ".shop.Card") == schema.file)
        #expect(schema.message(named: ".shop.Nothing") == nil)
        let imports = schema.imports.map(\.name)
        #expect(
            imports.firstIndex(of: "google/protobuf/descriptor.proto") ?? 9 < imports.firstIndex(
                of: "confluent/meta.proto") ?? 0)
    }

    @Test("may be a descriptor in base64, and are printed as text then")
    func base64() throws {
        let schema = try parse(Self.order)
        let encoded = Data(schema.descriptor).base64EncodedString()
        let again = try parse(encoded)
        #expect(again.file.messages.map(\.name) == schema.file.messages.map(\.name))
        #expect(again.text.contains("message Order {"))
        #expect(again.text != encoded)
        #expect(try parse(again.text).file == again.file)
        // As a reference too.
        let color = Data(try ProtobufSchema.parse(Self.color).descriptor).base64EncodedString()
        let referred = try ProtobufSchema.parse(Self.order, references: ["common/color.proto": color])
        #expect(referred.enumeration(named: ".common.Color")?.values.count == 2)
    }

    @Test(
        "import each well-known type",
        arguments: [
            ("any", "Any"), ("api", "Api"), ("descriptor", "FileDescriptorProto"), ("duration", "Duration"),
            ("empty", "Empty"), ("field_mask", "FieldMask"), ("source_context", "SourceContext"), ("struct", "Struct"),
            ("timestamp", "Timestamp"), ("type", "Type"), ("wrappers", "StringValue"),
        ])
    func wellKnownTypes(file: String, type: String) throws {
        let schema = try ProtobufSchema.parse(
            """
            syntax = "proto3"; import "google/protobuf/\(file).proto"; message M { google.protobuf.\(type) f = 1; }
            """)
        #expect(schema.message(named: ".google.protobuf.\(type)") != nil)
    }

    @Test(
        "that are broken are refused with the place",
        arguments: [
            ("syntax = \"proto3\";\nmessage M {\n  strin x = 1;\n}", 3, 3, "\"strin\" is not defined."),
            ("syntax = \"proto3\";\nmessage M {\n  string x = ;\n}", 3, 14, "Expected field number."),
            ("syntax = \"proto3\";\nimport \"missing.proto\";", 2, 1, "missing.proto"),
            (
                "syntax = \"proto3\";\nmessage M { string a = 1; int32 b = 1; }", 2, 37,
                "Field number 1 has already been used"
            ),
            ("syntax = \"proto3\";\nenum E { A = 1; }", 2, 14, "first enum value must be zero"),
            ("syntax = \"proto4\";", 1, 10, "Unrecognized syntax identifier"),
            ("hello", 1, 1, "Expected top-level statement"),
        ] as [(String, Int, Int, String)])
    func errors(text: String, line: Int, column: Int, message: String) throws {
        let error = #expect(throws: ProtobufSchemaError.self) { _ = try ProtobufSchema.parse(text) }
        let problem = try #require(
            error?.problems.first { $0.message.contains(message) }, "\(error?.description ?? "")")
        #expect(problem.file == "")
        #expect(problem.line == line)
        #expect(problem.column == column)
    }

    @Test("tell of an error in a reference with its name")
    func errorInReference() throws {
        let error = #expect(throws: ProtobufSchemaError.self) {
            _ = try ProtobufSchema.parse(
                "syntax = \"proto3\"; import \"a.proto\"; message M { A a = 1; }",
                references: ["a.proto": "syntax = \"proto3\";\nmessage A { x }"])
        }
        #expect(error?.problems.first?.file == "a.proto")
        #expect(error?.problems.first?.line == 2)
    }

    @Test("nested too deeply are refused before the compiler sees them")
    func nesting() throws {
        func nested(_ depth: Int) -> String {
            let open = (0..<depth).map { "message M\($0) { /* } */ // }\n" }.joined()
            return "syntax = \"proto3\";\n" + open + String(repeating: "}", count: depth)
        }
        _ = try ProtobufSchema.parse(nested(30))
        let error = #expect(throws: ProtobufSchemaError.self) { _ = try ProtobufSchema.parse(nested(33)) }
        #expect(error?.problems.map(\.line) == [34])
        #expect(error?.problems.map(\.message) == ["nested deeper than 32 levels"])
    }

    @Test("of garbage are refused and never trap")
    func garbage() {
        var random = SeededGenerator(seed: 3)
        let text = Array(Self.order.utf8)
        for round in 0..<300 {
            var mutated = text
            for _ in 0...3 {
                let at = Int.random(in: 0..<mutated.count, using: &random)
                if round % 2 == 0 {
                    mutated[at] = UInt8.random(in: 0...255, using: &random)
                } else {
                    mutated.removeSubrange(at..<min(mutated.count, at + Int.random(in: 0...40, using: &random)))
                }
            }
            _ = try? parse(String(decoding: mutated, as: UTF8.self))
            _ = try? parse(Data(mutated).base64EncodedString())
        }
        for text in ["", " ", "AAAA", "====", "Cg", String(repeating: "message A {", count: 100_000)] {
            _ = try? parse(text)
        }
    }
}
