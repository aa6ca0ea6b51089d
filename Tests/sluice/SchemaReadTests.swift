// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import TestKit
import Testing

@testable import sluice

@Suite("What is registered is listed, shown, compared and configured from the command line")
struct SchemaReadTests {
    private let stack: SchemaStack

    init() throws {
        stack = try SchemaStack()
        try stack.pushed(SampleFolder.orders().path)
        try stack.pushed(SampleFolder.orders(#"{"name": "city", "type": "string", "default": ""}"#).path)
    }

    @Test("list has the newest versions, or all; searches; marks deleted ones")
    func list() throws {
        let all = stack.sluice("schema", "list")
        #expect(all.exitCode == .done)
        #expect(all.output.contains("subject       version"))
        #expect(all.errors.contains("2 subjects"))
        #expect(stack.sluice("schema", "list", "--versions").errors.contains("2 subjects, 4 versions"))
        #expect(stack.sluice("schema", "list", "ADDR").errors.contains("1 subject\n"))
        #expect(stack.sluice("schema", "list", "o*s-val").errors.contains("1 subject\n"))
        #expect(stack.sluice("schema", "delete", "orders-value@1").exitCode == .done)
        #expect(stack.sluice("schema", "list", "--versions").errors.contains("3 versions"))
        let deleted = stack.sluice("schema", "list", "--versions", "--deleted", "orders")
        #expect(deleted.output.contains("deleted"))
        guard case .array(let rows)? = stack.sluice("schema", "list", "--json").json else {
            Issue.record("no rows")
            return
        }
        #expect(rows.compactMap { $0["subject"] } == ["orders-value", "shop.Address"])
        #expect(rows.first?["type"] == "AVRO")
    }

    @Test("get prints the text, and beside it what is known; names what there is where it finds nothing")
    func get() throws {
        let run = stack.sluice("schema", "get", "orders-value")
        #expect(run.exitCode == .done)
        #expect(try JSONValue.parse(run.output)["name"] == "Order")
        #expect(run.errors.contains("refers to   shop.Address version 2"))
        #expect(stack.sluice("schema", "get", "shop.Address@1").output.contains("city") == false)
        #expect(stack.sluice("schema", "get", "shop.Address", "--version", "2").output.contains("city"))
        #expect(stack.sluice("schema", "get", "orders-value", "--format", "resolved").output.contains("street"))
        #expect(stack.sluice("schema", "get", "orders-value", "--json").json?["version"] == 2)
        let missing = stack.sluice("schema", "get", "shop.Address@7")
        #expect(missing.exitCode == .no)
        #expect(missing.errors.contains("shop.Address has no version 7: it has 1, 2."))
        let unknown = stack.sluice("schema", "get", "order-value")
        #expect(unknown.errors.contains("there is no subject order-value. Did you mean orders-value?"))
        #expect(stack.sluice("schema", "get", "orders-value@x").exitCode == .usage)
    }

    @Test("Rules and metadata are shown; a rule is said to be stored and not executed")
    func details() throws {
        let record = try #require(
            VersionRecord([
                "subject": "s", "version": 1, "id": 7, "schema": "\"int\"", "schemaType": "AVRO",
                "metadata": ["properties": ["owner": "payments"], "tags": ["a": ["PII"]], "sensitive": ["b"]],
                "ruleSet": [
                    "domainRules": [
                        ["name": "valid", "kind": "CONDITION", "type": "CEL", "mode": "WRITE", "expr": "true"]
                    ]
                ],
            ]))
        let console = Console(out: TextBuffer(), err: TextBuffer(), isLive: false, isColoured: false, width: 100)
        let text = SchemaDetails(console: console).text(record)
        #expect(text.contains("owner = payments"))
        #expect(text.contains(#"a is tagged ["PII"]"#))
        #expect(text.contains("sensitive: b"))
        #expect(text.contains("valid: CONDITION CEL on WRITE, stored, not executed"))
    }

    @Test("diff shows texts, fields and the verdict in both directions; --level makes it an exit code")
    func diff() throws {
        let run = stack.sluice("schema", "diff", "shop.Address")
        #expect(run.exitCode == .done, "\(run.errors)")
        #expect(run.output.contains("--- shop.Address@1\n+++ shop.Address@2\n@@"))
        #expect(run.output.contains(#"+ city: string = """#))
        #expect(run.output.contains("✓ BACKWARD: shop.Address@2 reads what shop.Address@1 wrote"))
        #expect(run.output.contains("✓ FORWARD: shop.Address@1 reads what shop.Address@2 wrote"))
        let file = try SampleFolder([
            "a-value.avsc":
                #"{"type":"record","name":"Address","namespace":"shop","fields":[{"name":"zip","type":"string"}]}"#
        ])
        let path = file.path + "/a-value.avsc"
        let worse = stack.sluice("schema", "diff", "shop.Address@1", path)
        #expect(worse.exitCode == .done)
        #expect(worse.output.contains("✗ BACKWARD: \(path) does not read what shop.Address@1 wrote"))
        #expect(worse.output.contains("[avro/field-missing-default]"))
        #expect(stack.sluice("schema", "diff", "shop.Address@1", path, "--level", "BACKWARD").exitCode == .no)
        #expect(stack.sluice("schema", "diff", "shop.Address@1", "shop.Address@2", "--level", "FULL").exitCode == .done)
        guard case .array(let verdicts)? = stack.sluice("schema", "diff", "shop.Address", "--json").json?["verdicts"]
        else {
            Issue.record("no verdicts")
            return
        }
        #expect(verdicts.map { $0["level"] } == ["BACKWARD", "FORWARD"])
        #expect(stack.sluice("schema", "diff", path, path).output.contains("are equal"))
        #expect(stack.sluice("schema", "diff", "shop.Address@1").errors.contains("has no version before version 1"))
    }

    @Test("config is shown with what is inherited, set, and cleared")
    func config() throws {
        let set = stack.sluice("schema", "config", "set", "orders-value", "compatibility=FULL", "normalize=true")
        #expect(set.exitCode == .done, "\(set.errors)")
        let own = stack.sluice("schema", "config", "get", "orders-value", "--json")
        #expect(own.json?["own"]?["compatibilityLevel"] == "FULL")
        #expect(own.json?["effective"]?["normalize"] == true)
        #expect(
            stack.sluice("schema", "config", "set", "orders-value", "compatibility=null", "normalize=null").exitCode
                == .done)
        let inherited = stack.sluice("schema", "config", "get", "orders-value")
        #expect(inherited.output.contains("BACKWARD"))
        #expect(inherited.output.contains("inherited"))
        #expect(stack.sluice("schema", "config", "get").output.contains("compatibilityLevel  BACKWARD"))
        #expect(stack.sluice("schema", "config", "set", "orders-value").exitCode == .usage)
        #expect(stack.sluice("schema", "config", "set", "compatibility=SIDEWAYS").exitCode == .no)
        #expect(stack.sluice("schema", "mode").output == "READWRITE\n")
        let mode = stack.sluice("schema", "mode", "orders-value", "--set", "READONLY", "--json")
        #expect(mode.json == ["subject": "orders-value", "own": "READONLY", "effective": "READONLY"])
        let inherit = stack.sluice("schema", "mode", "orders-value", "--set", "inherit", "--json")
        #expect(inherit.json == ["subject": "orders-value", "own": .null, "effective": "READWRITE"])
        let config = stack.sluice("schema", "config", "set", "orders-value", "compatibility=FULL", "--json")
        #expect(config.json == ["subject": "orders-value", "own": ["compatibilityLevel": "FULL"]])
        #expect(stack.sluice("schema", "config", "set", "orders-value", "compatibility=null").exitCode == .done)
    }

    @Test("delete is in two steps, and the first can be taken back")
    func delete() throws {
        #expect(stack.sluice("schema", "delete", "orders-value", "--permanent").exitCode == .no)
        #expect(stack.sluice("schema", "delete", "orders-value").output.contains("versions 1, 2 are deleted"))
        #expect(stack.sluice("schema", "undelete", "orders-value@1").output.contains("back again: 1"))
        let again = stack.sluice("schema", "delete", "orders-value@1", "--json").json
        #expect(again == ["subject": "orders-value", "versions": [1], "permanent": false])
        let back = stack.sluice("schema", "undelete", "orders-value@1", "--json").json
        #expect(back == ["subject": "orders-value", "versions": [1]])
        #expect(stack.sluice("schema", "undelete", "orders-value").output.contains("back again: 2"))
        #expect(stack.sluice("schema", "get", "orders-value@2").exitCode == .done)
        #expect(stack.sluice("schema", "delete", "orders-value").exitCode == .done)
        #expect(stack.sluice("schema", "delete", "orders-value", "--permanent").output.contains("are deleted for good"))
        #expect(try stack.client.subjects(prefix: nil, deleted: true) == ["shop.Address"])
    }
}
