// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit
import Testing

@testable import sluice

@Suite("A folder of schemas is registered as a whole, after a plan that reads like a diff")
struct SchemaCommandTests {
    /// A registry with what it needs, as `sluice up` runs it.
    private struct Up {
        let folder: String
        let process: SluiceProcess

        init() throws {
            folder = try TemporaryFolder.make("up")
            let ports = try Ports.free(count: 3)
            process = try SluiceProcess(
                [
                    "up", "--data", folder, "--parts", "postgres,redis,kafka,registry", "--redis-port", "\(ports[0])",
                    "--kafka-port", "\(ports[1])", "--registry-port", "\(ports[2])",
                ], log: folder + ".out")
            let process = process
            try process.wait { process.output.contains("Everything serves.") }
        }

        func sluice(_ words: String...) throws -> SluiceProcess.Outcome {
            try SluiceProcess.run(words + ["--data", folder])
        }
    }

    /// A folder with `page_view.avsc`, changed by a closure.
    private func folder(_ change: (inout [[String: Any]]) -> Void = { _ in }) throws -> String {
        let text = try Data(contentsOf: URL(filePath: ProjectRoot.path + "/schemas/page_view.avsc"))
        var schema = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        var fields = try #require(schema["fields"] as? [[String: Any]])
        change(&fields)
        schema["fields"] = fields
        let folder = try TemporaryFolder.make("schemas")
        try JSONSerialization.data(withJSONObject: schema).write(to: URL(filePath: folder + "/page_view.avsc"))
        return folder
    }

    @Test("Planned, pushed, pushed again; a compatible change is a version, an incompatible one stops everything")
    func push() throws {
        let up = try Up()
        let first = try folder()
        let plan = try up.sluice("schema", "push", "--dry-run", first)
        #expect(plan.exitCode == 0)
        #expect(plan.output.contains("+ events.page_view-value  new, from \(first)/page_view.avsc"))
        #expect(try up.sluice("schema", "list", "--json").output.contains("events.page_view-value") == false)

        let pushed = try up.sluice("schema", "push", first)
        #expect(pushed.exitCode == 0, "\(pushed.errors)")
        #expect(pushed.output.contains("✓ events.page_view-value version 1 has the id"))
        #expect(try up.sluice("schema", "push", first).output.contains("1 unchanged"))

        let wider = try folder { $0.append(["name": "coupon", "type": ["null", "string"], "default": NSNull()]) }
        let change = try up.sluice("schema", "push", wider)
        #expect(change.output.contains("~ events.page_view-value  version 1 → 2"))
        #expect(change.output.contains("    + coupon: null or string = null"))
        #expect(try up.sluice("schema", "get", "page_view").output.contains("coupon"))
        #expect(try up.sluice("schema", "get", "page_view", "--version", "1").output.contains("coupon") == false)

        let narrow = try folder { $0.append(["name": "mandatory", "type": "string"]) }
        let refused = try up.sluice("schema", "push", narrow)
        #expect(refused.exitCode == 1)
        #expect(refused.output.contains("✗ events.page_view-value  refused, from"))
        #expect(refused.output.contains("[avro/field-missing-default]"))
        #expect(refused.errors.contains("nothing was registered"))
        #expect(try up.sluice("schema", "check", narrow + "/page_view.avsc").exitCode == 1)
        #expect(try up.sluice("schema", "check", wider + "/page_view.avsc").exitCode == 0)

        let bare = try folder { fields in fields.removeAll { $0["name"] as? String == "device_id" } }
        let envelope = try up.sluice("schema", "push", bare)
        #expect(envelope.exitCode == 1)
        #expect(envelope.output.contains("field `device_id` is missing"))
        up.process.stop()
    }

    @Test("A file's name gives its subject")
    func subjects() throws {
        #expect(SchemaFile.subject(ofStem: "page_view") == "events.page_view-value")
        #expect(SchemaFile.subject(ofStem: "sluice_failed") == "sluice.failed-value")
        #expect(SubjectName.from("purchase") == "events.purchase-value")
        #expect(SubjectName.from("events.purchase-value") == "events.purchase-value")
        let error = #expect(throws: CommandFailure.self) { try SchemaFile(path: "/etc/hostname") }
        #expect(error?.description.contains("expected a file with the ending .avsc or .proto") == true)
    }

    @Test("A difference is told field by field, with defaults, also in nested records")
    func difference() throws {
        func schema(_ inner: String) throws -> AvroSchema {
            try AvroSchema.parse(
                """
                {"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"},
                 {"name": "b", "type": {"type": "record", "name": "B", "fields": [\(inner)]}}]}
                """)
        }
        let lines = SchemaDifference.lines(
            from: try schema(#"{"name": "x", "type": "int"}, {"name": "y", "type": "string"}"#),
            to: try schema(#"{"name": "x", "type": "long", "default": 7}, {"name": "y", "type": "string"}"#))
        #expect(lines.map(\.description) == ["- b.x: int", "+ b.x: long = 7"])
    }
}
