// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Formats

@Suite("Printed Protobuf schemas")
struct ProtobufPrinterTests {
    /// All that a file can have, in an order that is not the normal one.
    static let everything = """
        syntax = "proto2";
        package shop.v1;
        import weak "weak.proto";
        import public "color.proto";
        import "google/protobuf/descriptor.proto";
        import "google/protobuf/any.proto";
        option java_package = "org.shop";
        option optimize_for = CODE_SIZE;
        option (file_note) = "tabs\\tquotes\\" and \\303\\244";
        option deprecated = false;

        // Comments are dropped.
        message Order {
          option (meta).tags = "b";
          option (meta).tags = "a";
          option (meta).inner.level = -3;
          option deprecated = true;
          required string id = 9 [json_name = "ID", (note) = "x"];
          optional Item item = 3;
          repeated int32 counts = 2 [packed = true];
          map<string, Item> items = 4;
          oneof payment {
            option (choice) = 1.5;
            Card card = 12;
            group Cash = 11 { optional int64 cents = 1; }
          }
          optional group Memo = 5 { optional string text = 1; message Deep { } }
          optional double ratio = 6 [default = inf];
          optional float share = 7 [default = -1.5e-7];
          optional bytes raw = 8 [default = "\\000\\377\\"a"];
          optional string name = 13 [default = "it's \\"so\\"\\n"];
          optional Color color = 14 [default = GREEN];
          optional uint64 big = 15 [default = 18446744073709551615];
          optional bool on = 16 [default = true, ctype = CORD, deprecated = true];
          optional google.protobuf.Any any = 17;
          extensions 200 to 300, 100;
          extensions 1000 to max;
          reserved 30, 20 to 22;
          reserved "old", "ancient";
          message Item { optional Order order = 1; enum Kind { A = 3; B = 1; } optional Kind kind = 2 [default = B]; }
          extend Other { repeated group Extra = 101 { optional int32 x = 1; } }
        }
        message Other { extensions 100 to 199; }
        message Set { option message_set_wire_format = true; extensions 4 to max; }
        message Card {}
        message Meta { repeated string tags = 1; optional Inner inner = 2; map<int32, string> names = 3;
          message Inner { optional sint32 level = 1; optional double number = 2; repeated Color colors = 3;
            optional group Part = 4 { optional bool yes = 1; } extensions 10; } }
        enum Color { option allow_alias = true; RED = 5 [(value_note) = true]; GREEN = 1; LIME = 1; BLUE = -2;
          reserved 9, 7 to 8, 100 to max; reserved "PINK"; }
        extend Order { optional int32 later = 200; optional Card gift = 100; }
        extend google.protobuf.FileOptions { optional string file_note = 50001; }
        extend google.protobuf.MessageOptions { optional Meta meta = 50001; }
        extend google.protobuf.FieldOptions { optional string note = 50001; repeated Meta metas = 50002;
          optional float small = 50003; optional bytes blob = 50004; }
        extend google.protobuf.OneofOptions { optional double choice = 50001; }
        extend google.protobuf.EnumValueOptions { optional bool value_note = 50001; }
        extend google.protobuf.ServiceOptions { optional Color service_color = 50001; }
        extend Meta.Inner { optional fixed64 more = 10; }
        message Noted {
          optional string a = 1 [(metas) = { tags: ["x", "y"] inner { level: 1 number: -inf colors: [RED, BLUE]
            Part { yes: true } [shop.v1.more]: 7 } names { key: 1 value: "one" } }, (metas) = {}, (small) = 1e40,
            (blob) = "\\377\\000"];
        }
        service Shop {
          option (service_color) = GREEN;
          rpc Buy (stream Order) returns (stream .shop.v1.Card) { option idempotency_level = IDEMPOTENT; }
          rpc Look (Order) returns (Card);
        }
        """

    static let references = [
        "weak.proto": "syntax = \"proto2\";", "color.proto": "syntax = \"proto2\"; package other; enum Hue { H = 0; }",
    ]

    private func parse(_ text: String) throws -> ProtobufSchema {
        try ProtobufSchema.parse(text, references: Self.references)
    }

    @Test("compile to the same descriptor, in the file's own order and in the normal one")
    func roundTrip() throws {
        let schema = try parse(Self.everything)
        let printed = try ProtobufPrinter.print(schema.file, in: schema)
        let again = try parse(printed)
        #expect(again.meaning == schema.meaning, "\(printed)")
        #expect(try ProtobufPrinter.print(again.file, in: again) == printed)
        let normal = try schema.normalized(references: Self.references)
        #expect(normal.meaning == schema.meaning)
        #expect(try normal.normalized(references: Self.references).text == normal.text)
        #expect(try again.normalized(references: Self.references).text == normal.text)
        // A descriptor in base64 becomes the text, too.
        let encoded = try ProtobufSchema.parse(Base64.encode(schema.descriptor), references: Self.references)
        #expect(encoded.text == printed)
    }

    @Test("have names in full, and what has no order sorted")
    func normalForm() throws {
        let references = ["color.proto": "syntax = \"proto3\"; package other; enum Hue { H = 0; }"]
        let schema = try ProtobufSchema.parse(
            """
            syntax = "proto3";
            package shop;
            import "color.proto";
            import "google/protobuf/timestamp.proto";
            option java_package = "org.shop"; option go_package = "x"; // Why?
            message B { reserved 9, 5 to 6; reserved "z", "y"; A a = 3; optional int32 n = 2;
              oneof o { string s = 4; other.Hue hue = 1; } map<string, A> m = 7; message N {} }
            /* One
               more. */
            message A { google.protobuf.Timestamp at = 1 [deprecated = true, json_name = "At"]; B.N n = 2; }
            enum E { ZERO = 0; TWO = 2; MINUS = -1; ONE = 1; }
            service S { rpc Do (A) returns (stream B); }
            """, references: references)
        #expect(
            try schema.normalized(references: references).text == """
                syntax = "proto3";
                package shop;

                import "color.proto";
                import "google/protobuf/timestamp.proto";

                option go_package = "x";
                option java_package = "org.shop";

                message B {
                  reserved 5 to 6, 9;
                  reserved "y", "z";
                  oneof o {
                    .other.Hue hue = 1;
                    string s = 4;
                  }
                  optional int32 n = 2;
                  .shop.A a = 3;
                  map<string, .shop.A> m = 7;

                  message N {
                  }
                }

                message A {
                  .google.protobuf.Timestamp at = 1 [json_name = "At", deprecated = true];
                  .shop.B.N n = 2;
                }

                enum E {
                  ZERO = 0;
                  MINUS = -1;
                  ONE = 1;
                  TWO = 2;
                }

                service S {
                  rpc Do (.shop.A) returns (stream .shop.B);
                }

                """)
    }

    @Test("are equal if schemas differ in order, names and comments only")
    func equal() throws {
        let one = "syntax = \"proto3\"; package p; message M { int32 a = 1; N n = 2; } message N { reserved 1, 2; }"
        let two = """
            // Other words.
            syntax = "proto3"; package p;
            message M { .p.N n = 2; int32 a = 1 [json_name = "a"]; }
            message N { reserved 2; reserved 1; }
            """
        let other = one.replacing("int32 a", with: "int64 a")
        let normal = { (text: String) in try ProtobufSchema.parse(text).normalized().text }
        #expect(try normal(one) == normal(two))
        #expect(try normal(one) != normal(other))
        // Messages keep their order: their indexes are part of what producers send.
        #expect(
            try normal("syntax = \"proto3\"; message A {} message B {}")
                != normal("syntax = \"proto3\"; message B {} message A {}"))
    }

    @Test("are refused for descriptors with options that no file declares")
    func unknownOption() throws {
        let text = """
            syntax = "proto2"; import "google/protobuf/descriptor.proto";
            extend google.protobuf.FieldOptions { optional string note = 50001; }
            message M { optional int32 a = 1 [(note) = "x"]; }
            """
        var descriptor = try ProtobufSchema.parse(text).descriptor
        // Without the declaration: the extension (field 7) is cut out, and nothing is left to say what 50001 is.
        var reader = ProtobufWireReader(descriptor[...])
        var kept: [UInt8] = []
        while true {
            let before = reader.rest
            guard let (number, _) = try reader.next() else { break }
            if number != 7 { kept += before[before.startIndex..<reader.rest.startIndex] }
        }
        descriptor = kept
        let error = #expect(throws: ProtobufSchemaError.self) {
            _ = try ProtobufSchema.parse(Base64.encode(descriptor))
        }
        #expect(error?.description.contains("50001") == true, "\(error?.description ?? "")")
    }
}
