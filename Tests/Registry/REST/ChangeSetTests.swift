// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Registry

@Suite("A change set registers schemas that refer to each other together, or none of them")
struct ChangeSetTests {
    private let registry: TestRegistry

    init() throws { registry = try TestRegistry() }

    /// A member of a change set; each reference is to the version that the set gives.
    private static func member(
        _ subject: String, _ schema: String, type: String = "AVRO", references: [(name: String, subject: String)] = []
    ) -> JSONValue {
        let references = references.map { reference -> JSONValue in
            ["name": .string(reference.name), "subject": .string(reference.subject), "version": -1]
        }
        return [
            "subject": .string(subject), "schemaType": .string(type), "schema": .string(schema),
            "references": .array(references),
        ]
    }

    /// An order that has an address; the address has one field, and those given.
    private static func orders(_ more: String = "") -> [JSONValue] {
        [
            member(
                "orders-value",
                #"{"type":"record","name":"Order","fields":[{"name":"to","type":"shop.Address"}]}"#,
                references: [("shop.Address", "shop.Address")]),
            member(
                "shop.Address",
                #"{"type":"record","name":"Address","namespace":"shop","fields":["#
                    + #"{"name":"street","type":"string"}\#(more)]}"#),
        ]
    }

    private func apply(_ members: [JSONValue], dryRun: Bool = false) throws -> TestRegistry.Answer {
        try registry.send(
            "POST", "/change-sets" + (dryRun ? "?dryRun=true" : ""), ["schemas": .array(members)])
    }

    /// `subject status version` of each entry.
    private func lines(_ answer: TestRegistry.Answer) throws -> [String] {
        guard case .array(let entries)? = answer.json?["schemas"] else {
            throw TestKitError("no plan: \(answer.status) \(answer.text)")
        }
        return entries.map { entry in
            ["subject", "status", "version"].compactMap { name -> String? in
                switch entry[name] {
                case .string(let text)?: text
                case .number(let text)?: text
                default: nil
                }
            }.joined(separator: " ")
        }
    }

    @Test("What is referred to comes first and gives the reference its version; a second time nothing changes")
    func registers() throws {
        let first = try apply(Self.orders())
        #expect(try lines(first) == ["shop.Address new 1", "orders-value new 1"])
        #expect(first.json?["possible"] == true)
        let stored = try registry.get("/subjects/orders-value/versions/1").json
        #expect(stored?["references"] == [["name": "shop.Address", "subject": "shop.Address", "version": 1]])
        let again = try apply(Self.orders())
        #expect(try lines(again) == ["shop.Address unchanged 1", "orders-value unchanged 1"])
    }

    @Test("A schema whose reference got a new version gets one too, though its own text is the same")
    func bumps() throws {
        _ = try apply(Self.orders())
        let more = #",{"name":"city","type":"string","default":""}"#
        let answer = try apply(Self.orders(more))
        #expect(try lines(answer) == ["shop.Address changed 2", "orders-value changed 2"])
        let stored = try registry.get("/subjects/orders-value/versions/2").json
        #expect(stored?["references"] == [["name": "shop.Address", "subject": "shop.Address", "version": 2]])
    }

    @Test("A dry run tells the same and changes nothing")
    func dryRun() throws {
        let plan = try apply(Self.orders(), dryRun: true)
        #expect(try lines(plan) == ["shop.Address new 1", "orders-value new 1"])
        #expect(plan.json?["dryRun"] == true)
        #expect(plan.text.contains("\"id\"") == false)
        #expect(try registry.get("/subjects?deleted=true").text == "[]")
        #expect(try lines(apply(Self.orders())) == ["shop.Address new 1", "orders-value new 1"])
    }

    @Test("One refusal keeps all out: a dry run tells each, those that refer to it are blocked, the others judged")
    func refusal() throws {
        _ = try apply(Self.orders())
        let bad = Self.orders(#",{"name":"zip","type":"string"}"#) + [Self.member("other-value", Sample.record())]
        let plan = try apply(bad, dryRun: true)
        #expect(plan.status == 200)
        #expect(plan.json?["possible"] == false)
        #expect(try lines(plan) == ["shop.Address refused", "other-value new 1", "orders-value blocked"])
        let answer = try apply(bad)
        #expect(answer.status == 409)
        #expect(answer.errorCode == 409)
        #expect(answer.text.contains("Nothing was registered, because of the subject 'shop.Address'"))
        #expect(try registry.get("/subjects").text == #"["orders-value","shop.Address"]"#)
        #expect(try registry.get("/subjects/shop.Address/versions").text == "[1]")
    }

    @Test("A schema that is none is refused in its place, not the whole request")
    func invalidMember() throws {
        let members = [Self.member("a-value", ""), Self.member("b-value", Sample.record())]
        let plan = try apply(members, dryRun: true)
        #expect(try lines(plan) == ["a-value refused", "b-value new 1"])
        #expect(plan.text.contains("Empty schema"))
    }

    @Test("Protobuf files import each other by reference")
    func protobuf() throws {
        let answer = try apply([
            Self.member(
                "orders-value", "syntax = \"proto3\"; import \"a.proto\"; message Order { shop.A a = 1; }",
                type: "PROTOBUF", references: [("a.proto", "a.proto")]),
            Self.member(
                "a.proto", "syntax = \"proto3\"; package shop; message A { string x = 1; }", type: "PROTOBUF"),
        ])
        #expect(try lines(answer) == ["a.proto new 1", "orders-value new 1"])
    }

    @Test("Circles, a subject that occurs twice, and bodies of another shape are refused")
    func refusedRequests() throws {
        let circle = [
            Self.member("a-value", Sample.record(), references: [("b", "b-value")]),
            Self.member("b-value", Sample.record(), references: [("a", "a-value")]),
        ]
        let answer = try apply(circle)
        #expect(answer.errorCode == 42201)
        #expect(answer.text.contains("in a circle, so none can be first: a-value, b-value"))
        let twice = try apply([Self.member("a", Sample.record()), Self.member("a", Sample.wider())])
        #expect(twice.errorCode == 42201)
        #expect(try apply([]).errorCode == 42201)
        for body in [["schemas": 1], [:], ["schemas": [1]], ["schemas": [["subject": ""]]]] as [JSONValue] {
            #expect(try registry.send("POST", "/change-sets", body).status == 422)
        }
        #expect(try registry.get("/change-sets").status == 405)
    }

    @Test(
        "The same set pushed by many at once, forwards and backwards, over two processes: one version of each, no 5xx")
    func race() throws {
        let other = try TestRegistry(databaseURL: registry.databaseURL)
        let members =
            Self.orders() + [Self.member("x-value", Sample.record()), Self.member("y-value", Sample.record())]
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 16) { index in
            do {
                let set = index % 2 == 0 ? members : members.reversed()
                let answer = try (index % 4 < 2 ? registry : other).send(
                    "POST", "/change-sets" + (index % 8 == 7 ? "?dryRun=true" : ""), ["schemas": .array(set)])
                if answer.status != 200 { failures.withLock { $0.append(answer.text) } }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        for subject in ["orders-value", "shop.Address", "x-value", "y-value"] {
            #expect(try registry.get("/subjects/\(subject)/versions").text == "[1]")
        }
    }
}
