// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import TestKit
import Testing

@testable import sluice

@Suite("Lint finds what makes a schema hard to understand or to change, and where")
struct SchemaLintTests {
    private static func lint(_ name: String, _ text: String, _ options: String...) throws -> Run {
        let folder = try SampleFolder([name: text])
        return Run(["schema", "lint", folder.path] + options)
    }

    /// `line:column rule` of each finding.
    private static func findings(_ name: String, _ text: String) throws -> [String] {
        let run = try lint(name, text, "--json")
        guard case .array(let findings)? = run.json?["findings"] else { throw TestKitError(run.output + run.errors) }
        #expect(run.exitCode == (findings.isEmpty ? .done : .no))
        return findings.map { finding in
            func text(_ name: String) -> String {
                if case .string(let text)? = finding[name] { text } else { finding[name]?.text() ?? "" }
            }
            return "\(text("line")):\(text("column")) \(text("rule"))"
        }
    }

    private static let record = """
        {
          "type": "record",
          "name": "Order",
          "namespace": "shop",
          "doc": "An order.",
          "fields": [
            {"name": "id", "doc": "Which.", "type": "string"}
          ]
        }

        """

    @Test("A schema with all habits has no finding, and neither has this project's")
    func clean() throws {
        #expect(try Self.findings("orders-value.avsc", Self.record) == [])
        let own = Run(["schema", "lint", ProjectRoot.path + "/schemas"])
        #expect(own.exitCode == .done, "\(own.output)")
    }

    @Test(
        "Each rule of Avro, by what breaks it",
        arguments: [
            (#""doc": "Which.", "#, "", ["7:14 lint/field-doc"]),
            (#""doc": "An order.","#, "", ["1:1 lint/type-doc"]),
            (#""namespace": "shop","#, "", ["1:1 lint/namespace"]),
            (#""name": "id""#, #""name": "orderId""#, ["7:14 lint/field-name"]),
            (#""name": "Order""#, #""name": "order""#, ["3:11 lint/type-name"]),
            (#""name": "id""#, #""name": "order""#, ["7:14 lint/reserved-word"]),
            (
                #""id", "doc": "Which.", "type": "string""#, #""paid_at", "doc": "When.", "type": "long""#,
                ["7:14 lint/timestamp-type"]
            ),
            (#""type": "string"}"#, #""type": ["null", "string"]}"#, ["7:14 lint/optional-default"]),
            (
                #""type": "string"}"#, #""type": {"type": "enum", "name": "State", "symbols": ["A"]}}"#,
                ["7:70 lint/enum-default"]
            ),
        ])
    func avro(_ part: String, _ other: String, _ expected: [String]) throws {
        let text = Self.record.replacing(part, with: other)
        #expect(text != Self.record)
        #expect(try Self.findings("orders-value.avsc", text) == expected)
    }

    @Test("An event lacks its envelope, and its record has another name than the event type")
    func event() throws {
        let run = try Self.lint("signup.avsc", Self.record)
        #expect(run.exitCode == .no)
        #expect(run.output.contains("[sluice/event-envelope]"))
        #expect(
            run.output.contains(
                "The record of the event type `signup` is named `Order`, not `Signup`. [lint/event-name]"))
    }

    @Test("Each rule of Protobuf, by what breaks it; comments above and behind are docs")
    func protobuf() throws {
        let clean = """
            syntax = "proto3";
            package shop;
            // An order.
            message Order {
              // Which.
              string id = 1 [deprecated = true];
              State state = 2;  // Where it is.
              /* How it is paid. */
              oneof payment {
                // By card.
                string card = 3;
              }
              reserved 9, 10;
              enum State {
                STATE_UNSPECIFIED = 0;
                STATE_PAID = 1;
              }
            }

            """
        #expect(try Self.findings("orders-value.proto", clean) == [])
        let bad = """
            syntax = "proto3";
            message order {
              string Id = 1;
              enum State { PAID = 0; }
              map<string, int32> class = 2; // x
            }

            """
        #expect(
            try Self.findings("orders-value.proto", bad) == [
                "1:1 lint/namespace", "2:9 lint/type-name", "3:10 lint/field-doc", "3:10 lint/field-name",
                "4:16 lint/enum-zero", "5:22 lint/reserved-word",
            ])
    }

    @Test("Rules are disabled by their ids; one that is not known is refused; all are listed")
    func disable() throws {
        let text = Self.record.replacing(#""doc": "Which.", "#, with: "")
        #expect(try Self.lint("orders-value.avsc", text, "--disable", "field-doc").exitCode == .done)
        #expect(
            try Self.lint("orders-value.avsc", text, "--disable", "lint/field-name,lint/field-doc").exitCode == .done)
        let unknown = try Self.lint("orders-value.avsc", text, "--disable", "field-dok")
        #expect(unknown.exitCode == .usage)
        let rules = Run(["schema", "lint", "--rules"])
        #expect(rules.exitCode == .done)
        for rule in LintRule.all { #expect(rules.output.contains(rule.id)) }
    }

    @Test("SARIF of lint is by the specification too")
    func sarif() throws {
        let run = try Self.lint(
            "orders-value.avsc", Self.record.replacing(#""doc": "Which.", "#, with: ""), "--format", "sarif")
        #expect(try SARIFChecker.check(try #require(run.json)) == 1)
    }
}
