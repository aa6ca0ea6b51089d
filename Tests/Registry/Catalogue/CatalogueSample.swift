// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientPostgreSQL
import Formats
import Registry
import TestKit

/// A registry with something to see: versions that fit and that don't, deleted ones, references, settings, contexts, both
/// languages, and names and texts that try to be markup.
struct CatalogueSample {
    let registry: TestRegistry

    static let hostile = #"<script>alert("x")</script>'&"# + "\u{202E}"
    static var hostilePath: String { PercentCoding.encoded(hostile) }

    /// Started once for the tests that only read.
    static let shared = Result { try CatalogueSample() }

    init() throws {
        registry = try TestRegistry()
        try registry.register("money-value", Self.money)
        try registry.register("orders-value", Self.orders(1))
        try send("PUT", "/config/orders-value", ["compatibility": "NONE"])
        for step in 2...3 {
            try registry.register(
                "orders-value", Self.orders(step),
                references: [["name": "shop.Money", "subject": "money-value", "version": 1]])
        }
        try send("PUT", "/config/orders-value", ["compatibility": "FULL"])
        try registry.register("old-value", Sample.record())
        try send("DELETE", "/subjects/old-value")
        try registry.register(
            Self.hostilePath,
            #"{"type":"record","name":"Evil","doc":"<img src=x onerror=alert(1)>","fields":["#
                + #"{"name":"a","type":"string","doc":"</script><script>alert(2)</script>","default":"\"><b>x"}]}"#)
        try registry.register("%3A.team%3Aevents-value", Sample.wider())
        try send("POST", "/subjects/shop-value/versions", ["schemaType": "PROTOBUF", "schema": .string(Self.proto(1))])
        try send("PUT", "/config/shop-value", ["compatibility": "NONE"])
        try send("POST", "/subjects/shop-value/versions", ["schemaType": "PROTOBUF", "schema": .string(Self.proto(2))])
    }

    private func send(_ method: String, _ path: String, _ body: JSONValue? = nil) throws {
        let answer = try registry.send(method, path, body)
        guard answer.status == 200 else { throw TestKitError("\(method) \(path): \(answer.text)") }
    }

    private static let money =
        #"{"type":"record","name":"Money","namespace":"shop","doc":"An amount.","fields":["#
        + #"{"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}},"#
        + #"{"name":"currency","type":"string","doc":"ISO 4217."}]}"#

    private static func orders(_ step: Int) -> String {
        let total = step == 1 ? #""long""# : #""shop.Money""#
        let more = step == 3 ? #",{"name":"channel","type":"string","doc":"Where it was ordered."}"# : ""
        return #"{"type":"record","name":"Order","namespace":"shop","doc":"Somebody ordered something.","fields":["#
            + #"{"name":"id","type":{"type":"string","logicalType":"uuid"},"doc":"The key that removes duplicates."},"#
            + #"{"name":"note","type":["null","string"],"default":null,"doc":"What the customer wrote."},"#
            + #"{"name":"total","type":\#(total),"doc":"What was paid."},"#
            + #"{"name":"state","type":{"type":"enum","name":"State","symbols":["OPEN","PAID"],"default":"OPEN"}},"#
            + #"{"name":"items","type":{"type":"array","items":{"type":"record","name":"Item","fields":["#
            + #"{"name":"sku","type":"string","doc":"The article."},{"name":"count","type":"int","default":1}]}}}\#(more)]}"#
    }

    private static func proto(_ step: Int) -> String {
        """
        syntax = "proto3";
        package shop;

        // A basket.
        message Basket {
          string id = 1; // Its key.
          \(step == 1 ? "int64" : "string") total = 2;
          map<string, int32> counts = 3;
        }

        """
    }
}
