// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import Foundation
import Testing

@Suite("Making a contract of a schema")
struct ContractPlanTests {
    private func error(_ properties: String) -> ContractError? {
        #expect(throws: ContractError.self) { _ = try ContractFixture(properties: properties) }
    }

    @Test("needs the envelope")
    func envelope() throws {
        let schema = try AvroSchema.parse(
            #"{"type":"record","name":"E","fields":[{"name":"event_id","type":"string"}]}"#)
        let error = #expect(throws: ContractError.self) {
            _ = try ContractPlan(schema: schema, schemaID: 1, version: 1, eventType: "e")
        }
        guard case .envelope(let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.first?.field == "event_id")
        #expect(problems.first?.found == "string")
        #expect(problems.map(\.field).contains("properties"))
    }

    @Test("refuses types that have no JSON form")
    func unsupported() {
        #expect(
            error(#"{"name":"d","type":{"type":"fixed","name":"D","size":12,"logicalType":"duration"}}"#)
                == .unsupported(path: "properties.d", type: "duration, which has no JSON form yet"))
        let large = error(#"{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":39,"scale":2}}"#)
        #expect(large?.description.contains("`properties.d`") == true)
    }

    @Test("takes recursive schemas")
    func recursive() throws {
        let contract = try ContractFixture(
            properties: """
                {"name":"t","type":{"type":"record","name":"T","fields":[{"name":"v","type":"int"},
                {"name":"children","type":{"type":"array","items":"T"},"default":[]}]}}
                """)
        let text = ContractFixture.event(
            properties: #"{"t":{"v":1,"children":[{"v":2},{"children":[{"v":4}],"v":3}]}}"#)
        let tree = try contract.accept(text).value["properties"]?["t"]
        guard case .array(let children)? = tree?["children"] else {
            Issue.record("no children")
            return
        }
        #expect(children.map { $0["v"] } == [.int(2), .int(3)])
    }

    @Test("gives the envelope's fields no meaning where their names occur again")
    func rolesOnlyInEnvelope() throws {
        let contract = try ContractFixture(
            properties: """
                {"name":"received_at","type":"string"},{"name":"context","type":"Context"},{"name":"event_type","type":"int"}
                """)
        let text = ContractFixture.event(
            properties: #"{"received_at":"x","context":{"ip_address":"anything"},"event_type":1}"#)
        let properties = try contract.accept(text).value["properties"]
        #expect(properties?["received_at"] == .string("x"))
        #expect(properties?["context"]?["ip_address"] == .union(branch: 1, value: .string("anything")))
    }

    @Test("finds members among names that are alike")
    func similarNames() throws {
        let names =
            (0..<300).map { "a_rather_long_name_\($0)_with_the_same_end" } + ["a", "b", "ab", "abcdefg", "abcdefgh"]
        let contract = try ContractFixture(
            properties: names.map { #"{"name":"\#($0)","type":"string"}"# }.joined(separator: ","))
        let members = names.reversed().map { #""\#($0)":"\#($0)""# }.joined(separator: ",")
        let value = try contract.accept(ContractFixture.event(properties: "{\(members)}")).value["properties"]
        for name in names { #expect(value?[name] == .string(name)) }
    }

    private static let project = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")

    @Test("is possible for every event type of this project, and takes its smallest event")
    func ownSchemas() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.project + "/schemas")
        let types = files.filter { $0.hasSuffix(".avsc") && !$0.hasPrefix("sluice_") }.map { String($0.dropLast(5)) }
        #expect(types.count >= 20)
        for type in types {
            let text = try String(contentsOfFile: "\(Self.project)/schemas/\(type).avsc", encoding: .utf8)
            let contract = try ContractFixture(schema: try AvroSchema.parse(text), eventType: type)
            _ = try contract.accept(ContractFixture.event().replacing("\"purchase\"", with: "\"\(type)\""))
        }
    }

    @Test("docs/errors.md is the catalogue")
    func documentation() throws {
        let page = try String(contentsOfFile: Self.project + "/docs/errors.md", encoding: .utf8)
        #expect(page == ErrorCode.documentation(), "write ErrorCode.documentation() to docs/errors.md")
    }

    @Test("suggests the nearest name")
    func nearest() {
        let names = ["page_view", "purchase", "product_view", "add_to_cart"]
        #expect(EditDistance.nearest(to: "purchse", among: names) == "purchase")
        #expect(EditDistance.nearest(to: "Page_Veiw", among: names) == "page_view")
        #expect(EditDistance.nearest(to: "checkout", among: names) == nil)
        #expect(EditDistance.nearest(to: "", among: names) == nil)
    }
}
