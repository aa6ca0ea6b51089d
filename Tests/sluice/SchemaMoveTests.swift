// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Foundation
import TestKit
import Testing

@testable import sluice

@Suite("A registry moves into another with its ids, versions, deletions, references and settings")
struct SchemaMoveTests {
    /// A registry with what a move must keep: gaps in ids, deleted versions, one that comes again, references to deleted
    /// ones, settings.
    private static func filled() throws -> SchemaStack {
        let stack = try SchemaStack()
        try register(stack, "gone", #""int""#)
        _ = try stack.client.delete(subject: "gone")
        _ = try stack.client.delete(subject: "gone", permanently: true)
        try stack.pushed(SampleFolder.orders().path)
        try stack.pushed(SampleFolder.orders(#"{"name": "city", "type": "string", "default": ""}"#).path)
        try register(stack, "again", #""long""#)
        try stack.client.delete(subject: "again", version: 1)
        try register(stack, "again", #""long""#)
        try register(stack, "all-deleted", #""string""#)
        _ = try stack.client.delete(subject: "all-deleted")
        // What refers to it is deleted first, then it.
        try stack.client.delete(subject: "orders-value", version: 1)
        try stack.client.delete(subject: "shop.Address", version: 1)
        try stack.client.setConfig(subject: "again", ["compatibility": "FULL"])
        try stack.client.setConfig(subject: nil, ["compatibility": "FORWARD_TRANSITIVE"])
        return stack
    }

    private static func register(_ stack: SchemaStack, _ subject: String, _ text: String) throws {
        _ = try stack.client.register(subject: subject, text: text)
    }

    private static func move(_ source: SchemaStack, _ target: SchemaStack, _ options: String...) -> Run {
        Run(["schema", "import", "--from", source.url] + options, environment: ["SLUICE_REGISTRY": target.url])
    }

    @Test("Over the interface: planned, done, verified; a second time there is nothing to do")
    func move() throws {
        let source = try Self.filled()
        let target = try SchemaStack()
        let plan = Self.move(source, target, "--dry-run")
        #expect(plan.exitCode == .done, "\(plan.errors)")
        #expect(
            plan.output == """
                7 versions of 4 subjects: 7 to register, 4 to delete, 0 there already.
                  the registry: compatibility = "FORWARD_TRANSITIVE"
                  again: compatibility = "FULL"

                """)
        #expect(try target.client.subjects(prefix: nil, deleted: true) == [])
        #expect(Self.move(source, target, "--verify").exitCode == .no)

        let run = Self.move(source, target)
        #expect(run.exitCode == .done, "\(run.output)\(run.errors)")
        #expect(run.output.contains("✓ both have the same: 7 versions"))
        let before = try RegistrySnapshot(reading: source.client)
        let after = try RegistrySnapshot(reading: target.client)
        #expect(before.missing(in: after) == [])
        #expect(after.missing(in: before) == [])
        #expect(before.versions.values.map(\.id).min() ?? 0 > 1, "the ids have a gap at the start")
        #expect(try target.client.mode(subject: "again") == nil)

        let again = Self.move(source, target)
        #expect(again.output.contains("0 to register, 0 to delete, 7 there already"))
        #expect(again.exitCode == .done)
        #expect(Self.move(source, target, "--verify", "--json").json?["differences"] == [])
        // The target goes on with ids of its own.
        let id = try target.client.register(subject: "next", text: #""double""#)
        #expect(Int(id) > before.versions.values.map(\.id).max() ?? 0)
    }

    @Test("By a file and by a folder it is the same; a file that is cut off is refused", arguments: [false, true])
    func file(asFolder: Bool) throws {
        let source = try Self.filled()
        let target = try SchemaStack()
        let path = try TemporaryFolder.make("export") + (asFolder ? "/all/" : "/all.jsonl")
        let export = source.sluice("schema", "export", path)
        #expect(export.exitCode == .done, "\(export.errors)")
        #expect(export.errors.contains("7 versions of 4 subjects"))
        let run = target.sluice("schema", "import", path)
        #expect(run.exitCode == .done, "\(run.output)\(run.errors)")
        let before = try RegistrySnapshot(reading: source.client)
        #expect(before.missing(in: try RegistrySnapshot(reading: target.client)) == [])
        let file = asFolder ? path + "export.jsonl" : path
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.split(separator: "\n").dropLast().joined(separator: "\n").write(
            toFile: file, atomically: true, encoding: .utf8)
        #expect(target.sluice("schema", "import", path).errors.contains("is not whole"))
    }

    @Test("An import that was interrupted goes on where it stopped")
    func resume() throws {
        let source = try Self.filled()
        let target = try SchemaStack()
        let all = try RegistrySnapshot(reading: source.client)
        let work = RegistryImport(all, into: try RegistrySnapshot(reading: target.client))
        struct Interrupted: Error {}
        // As far as the third step: what the fourth would register is left out.
        var part = all
        for case .register(let key) in work.steps.dropFirst(3) { part.versions[key] = nil }
        let journal = try ImportJournal(path: TemporaryFolder.make("journal") + "/import.jsonl")
        try RegistryImport(part, into: RegistrySnapshot()).run(target.client, journal) { _ in }
        let run = Self.move(source, target)
        #expect(run.exitCode == .done, "\(run.output)\(run.errors)")
        #expect(run.output.contains("✓ both have the same"))
    }

    @Test("Ids that clash stop it before anything is changed, and the message says what to do")
    func clash() throws {
        let source = try SchemaStack()
        try Self.register(source, "a", #""int""#)
        let target = try SchemaStack()
        try Self.register(target, "b", #""long""#)
        let run = Self.move(source, target)
        #expect(run.exitCode == .no)
        #expect(run.errors.contains("a version 1 has the id 1, which b version 1 has there with another schema"))
        #expect(run.errors.contains("--context .old"))
        #expect(try target.client.subjects() == ["b"])
        let same = Self.move(source, source)
        #expect(same.exitCode == .usage)
    }

    @Test("Settings and modes that are set otherwise are told and stay, unless they are to be overwritten")
    func settings() throws {
        let source = try SchemaStack()
        try Self.register(source, "a", #""int""#)
        try Self.register(source, "b", #""string""#)
        try source.client.setConfig(subject: "a", ["compatibility": "FULL", "normalize": true])
        try source.client.setMode(subject: "b", "READONLY")
        try source.client.setMode(subject: nil, "READONLY")
        let target = try SchemaStack()
        #expect(Self.move(source, target).exitCode == .done)
        #expect(
            try target.client.mode(subject: nil) == "READWRITE", "an old registry is read only by then, the new one not"
        )
        try target.client.setConfig(subject: "a", ["compatibility": "NONE"])
        try target.client.setMode(subject: "b", "READWRITE")
        try target.client.setConfig(subject: "b", ["compatibility": "FORWARD"])
        try target.client.setConfig(subject: nil, ["compatibility": "FULL_TRANSITIVE"])
        try target.client.setMode(subject: "a", "READONLY")

        let told = [
            #"! the registry has the setting compatibilityLevel = "FULL_TRANSITIVE", not "BACKWARD""#,
            #"! a has the setting compatibilityLevel = "NONE", not "FULL""#,
            "! a has the mode READONLY, not none of its own",
            #"! b has the setting compatibilityLevel = "FORWARD", not nothing"#,
            "! b has the mode READWRITE, not READONLY",
        ]
        let plan = Self.move(source, target, "--dry-run")
        for line in told { #expect(plan.output.contains(line + ": stays, without --overwrite-settings\n"), "\(line)") }
        let kept = Self.move(source, target)
        #expect(kept.exitCode == .no)
        for line in told { #expect(kept.output.contains(line + "\n"), "\(kept.output)") }
        #expect(kept.output.contains("5 settings differ. --overwrite-settings"))
        #expect(Self.move(source, target, "--keep-settings").exitCode == .done)
        #expect(Self.move(source, target, "--verify").exitCode == .no)
        #expect(try target.client.config(subject: "a")?["compatibilityLevel"] == "NONE")
        #expect(Self.move(source, target, "--keep-settings", "--overwrite-settings").exitCode == .usage)

        let run = Self.move(source, target, "--overwrite-settings")
        #expect(run.exitCode == .done, "\(run.output)\(run.errors)")
        #expect(try target.client.config(subject: "a") == ["compatibilityLevel": "FULL", "normalize": true])
        #expect(try target.client.mode(subject: "a") == nil)
        #expect(try target.client.mode(subject: "b") == "READONLY")
        #expect(try target.client.config(subject: "b") == nil)
        #expect(Self.move(source, target, "--verify", "--json").json?["settings"] == [])
    }

    @Test(
        "Into a context beside what is here: ids, references, metadata, rules, settings and modes, all of the context")
    func context() throws {
        let source = try Self.filled()
        try source.send(
            "POST", "/subjects/tagged/versions",
            #"""
            {"schema": "{\"type\": \"map\", \"values\": \"int\"}", "metadata": {"properties": {"owner": "shop"}},
             "ruleSet": {"domainRules": [{"name": "r", "kind": "CONDITION", "mode": "WRITE", "type": "CEL", "expr": "1"}]}}
            """#)
        try source.client.setConfig(subject: "tagged", ["defaultMetadata": ["properties": ["team": "a"]]])
        try source.client.setMode(subject: "tagged", "READONLY")
        let target = try SchemaStack()
        try Self.register(target, "mine", #""bytes""#)
        let run = Self.move(source, target, "--context", ".old")
        #expect(run.exitCode == .done, "\(run.output)\(run.errors)")
        let before = try RegistrySnapshot(reading: source.client).moved(to: ".old")
        let after = try RegistrySnapshot(reading: target.client)
        #expect(before.missing(in: after) == [])
        #expect(after.versions.count == before.versions.count + 1)
        let tagged = try #require(after.versions[.init(subject: ":.old:tagged", version: 1)])
        #expect(tagged.metadata == ["properties": ["owner": "shop"]], "what is imported takes no defaults")
        #expect(tagged.ruleSet?["domainRules"] != nil)
        #expect(after.modes == ["": "READWRITE", ":.old:tagged": "READONLY"])
        #expect(after.configs[":.old:"]?["compatibilityLevel"] == "FORWARD_TRANSITIVE")
        #expect(try target.client.config(subject: nil)?["compatibilityLevel"] == "BACKWARD", "the registry's stays")
        #expect(Self.move(source, target, "--context", ".old").output.contains("0 to register"))
        #expect(Self.move(source, target, "--context", "old").exitCode == .usage)
    }

    @Test("What is referred to comes first, what is deleted is deleted after those that refer to it")
    func order() throws {
        func record(
            _ subject: String, _ version: Int, _ id: Int, _ references: [(String, Int)] = [], deleted: Bool = false
        )
            throws -> VersionRecord
        {
            try #require(
                VersionRecord([
                    "subject": .string(subject), "version": .init(integerLiteral: version),
                    "id": .init(integerLiteral: id), "schema": "\"int\"", "deleted": .bool(deleted),
                    "references": .array(
                        references.map {
                            ["name": .string($0.0), "subject": .string($0.0), "version": .init(integerLiteral: $0.1)]
                        }),
                ]))
        }
        var source = RegistrySnapshot()
        for record in try [
            record("user", 1, 1, [("type", 1)]), record("type", 1, 5, deleted: true), record("type", 2, 5),
        ] { source.versions[.init(record)] = record }
        let steps = RegistryImport(source, into: RegistrySnapshot()).steps
        func key(_ subject: String, _ version: Int) -> RegistrySnapshot.Key {
            .init(subject: subject, version: version)
        }
        #expect(
            steps == [
                .register(key("type", 1)), .register(key("user", 1)), .delete(key("type", 1)),
                .register(key("type", 2)),
            ])
    }
}
