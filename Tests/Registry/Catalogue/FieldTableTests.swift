// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Fields of schemas, for people")
struct FieldTableTests {
    @Test("Avro: nested records, readable types, defaults, aliases, symbols")
    func avro() throws {
        let schema = try AvroSchema.parse(
            #"""
            {"type":"record","name":"Order","namespace":"shop","doc":"An order.","fields":[
              {"name":"id","type":{"type":"string","logicalType":"uuid"},"doc":"Its key.","aliases":["key"]},
              {"name":"note","type":["null","string"],"default":null},
              {"name":"total","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}},
              {"name":"state","type":{"type":"enum","name":"State","symbols":["OPEN","PAID"],"default":"OPEN"}},
              {"name":"items","type":{"type":"array","items":{"type":"record","name":"Item","doc":"A line.","fields":[
                {"name":"sku","type":"string"},{"name":"parts","type":{"type":"map","values":"Item"}}]}}},
              {"name":"gift","type":["null","Item"],"default":null},
              {"name":"either","type":["int","string"],"default":7}
            ]}
            """#)
        let table = FieldTable(schema)
        let section = try #require(table.sections.first)
        #expect(table.sections.count == 1 && section.title == "record shop.Order" && section.doc == "An order.")
        #expect(
            section.rows.map { "\($0.depth) \($0.path): \($0.type)" } == [
                "0 id: uuid", "0 note: optional string", "0 total: decimal(12,2)", "0 state: enum State",
                "0 items: array of record Item", "1 items[].sku: string", "1 items[].parts: map of record Item",
                "0 gift: optional record Item", "0 either: int or string",
            ])
        #expect(section.rows[0].aliases == ["key"] && section.rows[0].doc == "Its key.")
        #expect(section.rows[1].preset == "null" && section.rows[2].preset == nil && section.rows[8].preset == "7")
        #expect(section.rows[3].notes == ["one of OPEN, PAID; others are read as OPEN"])
        #expect(section.rows[4].notes == ["A line."])
        #expect(section.rows[7].notes == ["A line.", "Item is described above"])
        #expect(!table.isCut && !table.hasNumbers)
    }

    @Test("Avro: a schema need not be a record; records of one union are told apart")
    func others() throws {
        #expect(FieldTable(try AvroSchema.parse("\"long\"")).sections.map(\.title) == ["long"])
        let union = FieldTable(
            try AvroSchema.parse(
                #"[{"type":"record","name":"A","fields":[{"name":"x","type":"int"}]},"#
                    + #"{"type":"record","name":"B","fields":[{"name":"x","type":"int"}]}]"#))
        #expect(union.sections.map(\.title) == ["record A or record B"])
        #expect(union.sections[0].rows.map(\.path) == ["<A>.x", "<B>.x"])
    }

    @Test("Avro: no schema makes a table without end")
    func bounded() throws {
        let fields = (0...FieldTable.maxRows).map { #"{"name":"f\#($0)","type":"int"}"# }.joined(separator: ",")
        let wide = FieldTable(try AvroSchema.parse(#"{"type":"record","name":"R","fields":[\#(fields)]}"#))
        #expect(wide.isCut && wide.sections[0].rows.count == FieldTable.maxRows)
    }

    @Test("Protobuf: messages, numbers, labels, maps, oneofs, enums, services, comments")
    func protobuf() throws {
        let schema = try ProtobufSchema.parse(
            """
            syntax = "proto3";
            package shop;

            // A file's comment is of nothing.

            // An order.
            // On two lines.
            message Order {
              string id = 1; // Its key; "quoted".
              /* In cents;
               * never negative. */
              optional int64 total = 2 [deprecated = true];
              repeated Item items = 3;
              map<string, int32> counts = 4;
              oneof payment {
                // Of a card.
                string card = 5;
                string cash = 6;
              }
              // A line.
              message Item { string sku = 1; }
              // Not of a field.

              State state = 7;
            }
            enum State { OPEN = 0; /* Paid for. */ PAID = 1; }
            service Orders {
              // Sends one.
              rpc Send(Order) returns (stream Order) { option deprecated = true; }
            }
            """)
        let table = FieldTable(schema)
        #expect(table.sections.map(\.title) == ["message Order", "message Order.Item", "enum State", "service Orders"])
        #expect(table.sections.map(\.doc) == ["An order.\nOn two lines.", "A line.", nil, nil])
        #expect(
            table.sections[0].rows.map { "\($0.number ?? 0) \($0.name): \($0.type)" } == [
                "1 id: string", "2 total: optional int64", "3 items: repeated Order.Item",
                "4 counts: map<string, int32>", "5 card: string", "6 cash: string", "7 state: State",
            ])
        #expect(
            table.sections[0].rows.map(\.doc) == [
                "Its key; \"quoted\".", "In cents;\nnever negative.", nil, nil, "Of a card.", nil, nil,
            ])
        #expect(table.sections[0].rows[4].notes == ["at most one of oneof payment"])
        #expect(table.sections[2].rows.map { "\($0.number ?? 0) \($0.name)" } == ["0 OPEN", "1 PAID"])
        #expect(table.sections[2].rows[1].doc == "Paid for.")
        #expect(table.sections[3].rows[0].type == "(Order) returns (stream Order)")
        #expect(table.sections[3].rows[0].doc == "Sends one.")
        #expect(table.hasNumbers)
    }

    @Test(
        "comments are looked for in any text without an end, trap or loop",
        arguments: [
            "/*", "//", "\"", "'\\", "{{{", "}}}", "message", "message {", "= = =", "a = 1 [", "/", "\u{FEFF}//x",
        ])
    func strangeTexts(text: String) { _ = ProtobufComments.read(text) }
}
