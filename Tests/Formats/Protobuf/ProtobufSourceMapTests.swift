// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("Places in Protobuf schemas")
struct ProtobufSourceMapTests {
    private static let text = """
        syntax = "proto3";
        package shop;
        /* ä€ */ message Order {
        \tstring id = 1;
          enum Kind { NONE = 0; SOME = 1; }
          oneof pay {
            string iban = 2;
          }
        }
        service Shop { rpc Buy (Order) returns (Order); }
        """

    @Test("are the lines and columns of messages, fields, values, oneofs and methods")
    func places() throws {
        let schema = try ProtobufSchema.parse(Self.text)
        let map = ProtobufSourceMap(schema)
        let order = try #require(schema.file.messages.first)
        func place(_ path: [Int]?) -> [Int]? { path.flatMap { map.place(of: $0) }.map { [$0.line, $0.column] } }
        #expect(place(ProtobufSourceMap.Part.package) == [2, 1])
        // Scalars are counted, not bytes: the comment has two that take five bytes.
        #expect(place(order.path) == [3, 10])
        #expect(place(order.path + ProtobufSourceMap.Part.name) == [3, 18])
        #expect(place(order.fields[0].path) == [4, 2])
        #expect(place(order.fields[0].path + ProtobufSourceMap.Part.fieldType) == [4, 2])
        #expect(place(order.fields[1].path) == [7, 5])
        #expect(place(order.enumerations[0].values[1].path) == [5, 25])
        #expect(place(order.oneofs[0].path) == [6, 3])
        #expect(place(schema.file.services[0].methods[0].path) == [10, 16])
        #expect(place(schema.file.services[0].methods[0].path + ProtobufSourceMap.Part.methodOutput) == [10, 41])
        // What the text does not have is where the part around it is.
        #expect(place(order.fields[0].path + ProtobufSourceMap.Part.fieldDefault) == [4, 2])
    }

    @Test("of a descriptor are those of the printed text")
    func descriptor() throws {
        let encoded = Base64.encode(try ProtobufSchema.parse(Self.text).descriptor)
        let schema = try ProtobufSchema.parse(encoded)
        let lines = schema.text.split(separator: "\n", omittingEmptySubsequences: false)
        let message = try #require(schema.file.messages.first)
        let place = try #require(ProtobufSourceMap(schema).place(of: message.path))
        #expect(lines[place.line - 1].hasPrefix("message Order {"))
    }

    @Test("of errors count scalars too")
    func errors() {
        let error = #expect(throws: ProtobufSchemaError.self) {
            _ = try ProtobufSchema.parse("syntax = \"proto3\";\n/* äöü */\tmessage M { Missing a = 1; }")
        }
        #expect(error?.problems.first?.line == 2)
        #expect(error?.problems.first?.column == 23)
    }
}
