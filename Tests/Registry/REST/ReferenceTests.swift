// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("References between schemas")
struct ReferenceTests {
    private static let item = #"{"type":"record","name":"shop.Item","fields":[{"name":"sku","type":"string"}]}"#
    private static let cart =
        #"{"type":"record","name":"shop.Cart","fields":[{"name":"items","type":{"type":"array","items":"Item"}}]}"#

    private static func reference(_ name: String, _ subject: String, _ version: JSONValue) -> JSONValue {
        ["name": .string(name), "subject": .string(subject), "version": version]
    }

    @Test("Avro types of another subject are used; the latest is resolved and stored")
    func avro() throws {
        let registry = try TestRegistry()
        try registry.register("item", Self.item)
        let id = try registry.register("cart", Self.cart, references: [Self.reference("shop.Item", "item", -1)])
        let answer = try registry.get("/subjects/cart/versions/1")
        #expect(
            answer.json?["references"]?.text() == #"[{"name":"shop.Item","subject":"item","version":1}]"#)
        #expect(try registry.get("/subjects/item/versions/1/referencedby").text == "[\(id)]")
        #expect(
            try registry.get("/schemas/ids/\(id)?format=resolved").json?["schema"]
                == .string(
                    #"{"type":"record","name":"Cart","namespace":"shop","fields":[{"name":"items","type":"#
                        + #"{"type":"array","items":{"type":"record","name":"Item","fields":["#
                        + #"{"name":"sku","type":"string"}]}}}]}"#))
        let found = try registry.send(
            "POST", "/subjects/cart",
            ["schema": .string(Self.cart), "references": [Self.reference("shop.Item", "item", 1)]])
        #expect(found.json?["id"] == .number(String(id)))
        // Without the reference the name is unknown.
        #expect(try registry.send("POST", "/subjects/x/versions", Sample.request(Self.cart)).errorCode == 42201)
    }

    @Test("compatibility sees through references")
    func compatibility() throws {
        let registry = try TestRegistry()
        try registry.register("item", Self.item)
        try registry.register("cart", Self.cart, references: [Self.reference("shop.Item", "item", 1)])
        try registry.send("PUT", "/config/item", ["compatibility": "NONE"])
        try registry.register("item", Self.item.replacing("\"string\"", with: "\"int\""))
        let answer = try registry.send(
            "POST", "/subjects/cart/versions",
            ["schema": .string(Self.cart), "references": [Self.reference("shop.Item", "item", 2)]])
        #expect(answer.status == 409)
        #expect(answer.text.contains("/fields/0/type/items/fields/0/type"))
    }

    @Test("what is referred to can't be deleted")
    func deletion() throws {
        let registry = try TestRegistry()
        try registry.register("item", Self.item)
        try registry.register("cart", Self.cart, references: [Self.reference("shop.Item", "item", 1)])
        #expect(try registry.send("DELETE", "/subjects/item").errorCode == 42206)
        #expect(try registry.send("DELETE", "/subjects/item/versions/1").errorCode == 42206)
        try registry.send("DELETE", "/subjects/cart")
        #expect(try registry.send("DELETE", "/subjects/item").text == "[1]")
        #expect(
            try registry.send("DELETE", "/subjects/item?permanent=true").errorCode == 42206,
            "the deleted cart is still served by id")
        let refused = try registry.send(
            "POST", "/subjects/cart2/versions",
            ["schema": .string(Self.cart), "references": [Self.reference("shop.Item", "item", 1)]])
        #expect(refused.errorCode == 42201, "a deleted target takes no new references")
        try registry.send("DELETE", "/subjects/cart?permanent=true")
        #expect(try registry.send("DELETE", "/subjects/item?permanent=true").text == "[1]")
    }

    @Test("Protobuf files are imported, through several levels")
    func protobuf() throws {
        let registry = try TestRegistry()
        func register(_ subject: String, _ text: String, _ references: JSONValue) throws -> TestRegistry.Answer {
            try registry.send(
                "POST", "/subjects/\(subject)/versions",
                ["schema": .string(text), "schemaType": "PROTOBUF", "references": references])
        }
        let base = "syntax = \"proto3\"; package p; message Base { int32 a = 1; }"
        let middle = "syntax = \"proto3\"; package p; import \"base.proto\"; message Middle { Base b = 1; }"
        let top = "syntax = \"proto3\"; package p; import \"middle.proto\"; message Top { Middle m = 1; }"
        #expect(try register("base", base, []).status == 200)
        #expect(try register("middle", middle, [Self.reference("base.proto", "base", 1)]).status == 200)
        let answer = try register("top", top, [Self.reference("middle.proto", "middle", -1)])
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try register("top", top, []).errorCode == 42201)
        let version = try registry.get("/subjects/top/versions/1")
        #expect(version.json?["schemaType"] == "PROTOBUF" && version.json?["schema"] == .string(top))
        guard
            case .string(let serialized)? = try registry.get("/subjects/base/versions/1?format=serialized").json?[
                "schema"]
        else {
            Issue.record("no schema")
            return
        }
        #expect(Base64.decode(serialized.utf8)?.isEmpty == false)
    }
}
