// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientRegistry
import Formats
import Foundation
import SluiceRuntime
import Synchronization
import TestKit
import Testing

@testable import sluice

@Suite("A folder is pushed as one change set: what files use from each other is found, ordered, and kept in step")
struct SchemaPushTests {
    @Test("Types of a folder within are registered first, under the name that others use them by")
    func references() throws {
        let stack = try SchemaStack()
        let folder = try SampleFolder.orders()
        let plan = stack.push(folder.path, "--dry-run")
        #expect(plan.exitCode == .done, "\(plan.errors)")
        let lines = plan.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "+ shop.Address  new, from \(folder.path)/common/address.avsc")
        #expect(lines.dropFirst().first == "+ orders-value  new, from \(folder.path)/orders-value.avsc")
        #expect(lines.last == "2 new")
        #expect(try stack.client.subjects() == [])

        #expect(stack.push(folder.path).output.contains("✓ orders-value version 1 has the id"))
        let order = try #require(try stack.client.record(subject: "orders-value"))
        #expect(order.references == [.init(name: "shop.Address", subject: "shop.Address", version: 1)])
        let again = stack.push(folder.path)
        #expect(again.output == "2 unchanged\n")
    }

    @Test("Who uses something that changed gets a version with it, and the plan says so")
    func bump() throws {
        let stack = try SchemaStack()
        try stack.pushed(SampleFolder.orders().path)
        let wider = try SampleFolder.orders(#"{"name": "city", "type": "string", "default": ""}"#)
        let run = stack.push(wider.path)
        #expect(run.output.contains("~ shop.Address  version 1 → 2"))
        #expect(run.output.contains(#"    + city: string = """#))
        #expect(run.output.contains("compatible with shop.Address version 1 (BACKWARD)"))
        #expect(run.output.contains("~ orders-value  version 1 → 2"))
        #expect(run.output.contains("    → shop.Address version 2, was version 1"))
        let text = stack.push(try SampleFolder.orders().path, "--dry-run", "--diff", "text")
        #expect(text.exitCode == .done)
        #expect(text.output.contains("2 unchanged"), "an earlier version registered again is that version")
    }

    @Test("A refusal is explained at its line; what uses it is not judged; nothing is registered")
    func refusal() throws {
        let stack = try SchemaStack()
        try stack.pushed(SampleFolder.orders().path)
        let bad = try SampleFolder.orders(#"{"name": "zip", "type": "string"}"#)
        try bad.write("new-value.avsc", #""string""#)
        let run = stack.push(bad.path)
        #expect(run.exitCode == .no)
        #expect(run.output.contains("✗ shop.Address  refused"))
        #expect(run.output.contains("[avro/field-missing-default]"))
        #expect(run.output.contains("✗ orders-value  not judged: it refers to shop.Address"))
        #expect(run.output.contains("+ new-value  new"))
        #expect(run.output.contains("1 new, 1 refused, 1 blocked"))
        #expect(run.errors.contains("nothing was registered"))
        #expect(try stack.client.subjects() == ["orders-value", "shop.Address"])
        let json = stack.push(bad.path, "--json")
        #expect(json.exitCode == .no)
        #expect(json.json?["possible"] == false)
    }

    @Test("Protobuf files are found by their imports; a top-level one has its name as the subject")
    func protobuf() throws {
        let stack = try SchemaStack()
        let folder = try SampleFolder([
            "orders-value.proto": """
            syntax = "proto3";
            // import "not/this.proto";
            import "google/protobuf/timestamp.proto";
            import "common/address.proto";
            message Order { shop.Address to = 1; google.protobuf.Timestamp at = 2; }
            """,
            "common/address.proto": "syntax = \"proto3\"; package shop; message Address { string street = 1; }",
        ])
        let run = stack.push(folder.path, "--json")
        #expect(run.exitCode == .done, "\(run.output) \(run.errors)")
        let record = try #require(try stack.client.record(subject: "orders-value"))
        #expect(record.references.map(\.subject) == ["common/address.proto"])
        #expect(record.references.map(\.name) == ["common/address.proto"])
    }

    @Test("What a file uses and the folder lacks is taken from the registry, the newest")
    func registered() throws {
        let stack = try SchemaStack()
        try stack.pushed(SampleFolder.orders().path)
        let folder = try SampleFolder([
            "carts-value.avsc": #"{"type":"record","name":"Cart","fields":[{"name":"to","type":"shop.Address"}]}"#
        ])
        #expect(stack.push(folder.path).exitCode == .done)
        #expect(
            try stack.client.record(subject: "carts-value")?.references
                == [.init(name: "shop.Address", subject: "shop.Address", version: 1)])
        let unknown = try SampleFolder([
            "x-value.avsc": #"{"type":"record","name":"X","fields":[{"name":"to","type":"shop.Adress"}]}"#
        ])
        let run = stack.push(unknown.path)
        #expect(run.exitCode == .no)
        #expect(run.output.contains("Add a file that defines shop.Adress to the folder, or register it first."))
    }

    @Test("Circles, two files of one subject, and names that several files define are told before anything is sent")
    func refusedFolders() throws {
        let stack = try SchemaStack()
        func record(_ name: String, _ type: String) -> String {
            #"{"type":"record","name":"\#(name)","fields":[{"name":"f","type":"\#(type)"}]}"#
        }
        let circle = try SampleFolder(["a-value.avsc": record("A", "B"), "b-value.avsc": record("B", "A")])
        #expect(stack.push(circle.path).errors.contains("refer to each other in a circle"))
        let twice = try SampleFolder(["a-value.avsc": #""int""#, "a-value.proto": "syntax = \"proto3\";"])
        #expect(stack.push(twice.path).errors.contains("have the same subject, a-value"))
        let ambiguous = try SampleFolder([
            "a-value.avsc": record("A", "int"), "b-value.avsc": record("A", "int"), "c-value.avsc": record("C", "A"),
        ])
        #expect(stack.push(ambiguous.path).errors.contains("uses A, which several files define"))
        #expect(stack.push(try SampleFolder([:]).path).errors.contains("has no file that ends in .avsc or .proto"))
        #expect(try stack.client.subjects() == [])
    }

    @Test("A registry without change sets gets the files one by one, in order, and the plan is the same")
    func fallback() throws {
        let stack = try SchemaStack()
        let upstream = stack.url
        // The registry behind a server that does not know change sets, as other registries don't.
        let proxy = HTTPServer(
            configuration: .init(host: "127.0.0.1", port: 0, threads: 2, maxBodyBytes: 1 << 20, name: "proxy")
        ) { request, responder in
            guard request.path != "/change-sets" else {
                return responder.respond(.json(404, #"{"error_code":404,"message":"HTTP 404 Not Found"}"#))
            }
            let query = request.query.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
            let answer = try? HTTPClient().send(
                method: request.method, url: upstream + request.path + (query.isEmpty ? "" : "?" + query),
                headers: [("Content-Type", "application/json")],
                body: request.method == "GET" ? nil : Array(request.body.bytes))
            responder.respond(answer.map { .json($0.status, $0.text) } ?? .json(502, "{}"))
        }
        try proxy.start()
        defer { proxy.stop() }
        func push(_ folder: SampleFolder, _ options: String...) -> Run {
            Run(
                ["schema", "push", "--no-topics", folder.path] + options,
                environment: ["SLUICE_REGISTRY": "http://127.0.0.1:\(proxy.port)"])
        }
        let first = push(try SampleFolder.orders())
        #expect(first.exitCode == .done, "\(first.output)\(first.errors)")
        #expect(first.errors.contains("has no change sets: files are registered one by one, in order"))
        #expect(push(try SampleFolder.orders()).output == "2 unchanged\n")
        let wider = try SampleFolder.orders(#"{"name": "city", "type": "string", "default": ""}"#)
        let plan = push(wider, "--dry-run")
        #expect(plan.output.contains("~ orders-value  version 1 → 2"))
        #expect(try stack.client.versions(subject: "shop.Address") == [1])
        _ = push(wider)
        #expect(
            try stack.client.record(subject: "orders-value")?.references.map(\.version) == [2])
        let bad = push(try SampleFolder.orders(#"{"name": "zip", "type": "string"}"#))
        #expect(bad.exitCode == .no)
        #expect(bad.output.contains("✗ orders-value  not judged"))
    }

    @Test("Two pushes of one folder at the same time both succeed, and make one version of each")
    func race() throws {
        let stack = try SchemaStack()
        let folder = try SampleFolder.orders()
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            let run = stack.push(folder.path)
            if run.exitCode != .done { failures.withLock { $0.append(run.output + run.errors) } }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(try stack.client.versions(subject: "orders-value") == [1])
        #expect(try stack.client.versions(subject: "shop.Address") == [1])
    }

    @Test("An event type that this build does not have: it is told what reaches Kafka, and what the lake, and when")
    func lateForTheLake() throws {
        let stack = try SchemaStack()
        let purchase = try String(contentsOfFile: ProjectRoot.path + "/schemas/purchase.avsc", encoding: .utf8)
        let folder = try SampleFolder(["purchase.avsc": purchase])
        #expect(!stack.push(folder.path).output.contains("the lake"), "this build has it as it is registered")
        try folder.write("signup.avsc", purchase.replacing(#""purchase""#, with: #""signup""#))
        let note = "Ingest takes signup from now on, and Kafka has it at once. The lake and the metrics have it"
        #expect(!stack.push(folder.path, "--dry-run").output.contains(note))
        let run = stack.push(folder.path)
        #expect(run.exitCode == .done, "\(run.output)\(run.errors)")
        #expect(run.output.contains(note))
        #expect(run.output.contains("once its schema is in schemas/ and the services were built with it.\n"))
        #expect(!stack.push(folder.path).output.contains(note), "nothing was registered")
        let field = #"{"name": "coupon", "type": ["null", "string"], "default": null, "doc": "The coupon used."},"#
        try folder.write(
            "purchase.avsc",
            purchase.replacing(#""name": "properties","#, with: #""name": "properties", "doc": "New.","#))
        #expect(!stack.push(folder.path).output.contains("Ingest takes"), "a doc changes nothing that is written")
        let range = try #require(purchase.range(of: #""fields": ["#, options: .backwards))
        try folder.write("purchase.avsc", purchase.replacingCharacters(in: range, with: #""fields": ["# + field))
        let wider = stack.push(folder.path)
        #expect(wider.exitCode == .done, "\(wider.output)\(wider.errors)")
        #expect(wider.output.contains("Ingest takes purchase from now on"))
        #expect(!stack.push(try SampleFolder.orders().path).output.contains("Ingest takes"))
    }

    @Test("No registry there is exit code 3")
    func unreachable() throws {
        let run = Run(
            ["schema", "push", "--no-topics", try SampleFolder.orders().path],
            environment: ["SLUICE_REGISTRY": "http://127.0.0.1:1"])
        #expect(run.exitCode == .unreachable)
        #expect(run.errors.contains("the registry at http://127.0.0.1:1 can't be reached"))
    }
}

@Suite("What files use is found without understanding them")
struct SchemaNamesTests {
    @Test("Avro: definitions and uses by full name, through arrays, maps, unions and namespaces")
    func avro() throws {
        let json = try JSONValue.parse(
            """
            {"type": "record", "name": "a.R", "fields": [
              {"name": "x", "type": ["null", "Other", {"type": "array", "items": "b.Item"}]},
              {"name": "y", "type": {"type": "enum", "name": "E", "namespace": "c", "symbols": []}},
              {"name": "z", "type": {"type": "map", "values": "c.E"}},
              {"name": "self", "type": "R"}, {"name": "p", "type": {"type": "string", "logicalType": "uuid"}}]}
            """)
        let names = AvroTypeNames(json)
        #expect(names.root == "a.R")
        #expect(names.defined == ["a.R", "c.E"])
        #expect(names.external == ["a.Other", "b.Item"])
    }

    @Test("Protobuf: imports, not comments, strings or words that look like one")
    func protobuf() {
        let text = """
            syntax = "proto3"; /* import "no.proto"; */
            import public "a.proto"; import weak 'b.proto';
            import // here
              "c/d.proto";
            option x = "import \\"e.proto\\";";
            message import_ { string import = 1; }
            """
        #expect(ProtobufImports.names(in: text) == ["a.proto", "b.proto", "c/d.proto"])
    }

    @Test(
        "A file's place gives its subject",
        arguments: [
            ("page_view.avsc", "events.page_view-value"), ("sluice_failed.avsc", "sluice.failed-value"),
            ("orders-value.proto", "orders-value"), ("a.b.avsc", "a.b"),
            ("common/address.proto", "common/address.proto"),
            ("common/address.avsc", "shop.Address"),
        ])
    func subjects(_ name: String, _ subject: String) {
        let text = #"{"type":"record","name":"Address","namespace":"shop","fields":[]}"#
        let type = SchemaFile.type(ofName: name) ?? .avro
        #expect(SchemaFile.subject(name: name, type: type, text: text) == subject)
    }
}

@Suite("A unified diff has the changed lines with their context")
struct UnifiedDiffTests {
    @Test("Lines, hunks and headers")
    func hunks() {
        let old = (1...20).map { "line \($0)" }.joined(separator: "\n")
        let new = old.replacing("line 3\n", with: "line three\n").replacing("\nline 18", with: "")
        let diff = UnifiedDiff(from: old, to: new)
        #expect(diff.hunks.map(\.header) == ["@@ -1,6 +1,6 @@", "@@ -15,6 +15,5 @@"])
        #expect(
            diff.hunks[0].lines.map(\.text) == [
                " line 1", " line 2", "-line 3", "+line three", " line 4", " line 5", " line 6",
            ])
        #expect(UnifiedDiff(from: old, to: old).hunks.isEmpty)
        #expect(UnifiedDiff(from: "", to: "a\n").hunks.map(\.header) == ["@@ -1,0 +1,1 @@"])
    }
}
