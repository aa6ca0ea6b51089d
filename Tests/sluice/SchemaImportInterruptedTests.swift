// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Formats
import Foundation
import TestKit
import Testing

@testable import sluice

@Suite("An import that is killed anywhere is mended by running it again")
struct SchemaImportInterruptedTests {
    /// A registry with a reference, a version that was deleted and came again, metadata, rules, settings and a mode.
    private static func source() throws -> SchemaStack {
        let stack = try SchemaStack()
        try stack.pushed(SampleFolder.orders().path)
        _ = try stack.client.register(subject: "again", text: #""long""#)
        try stack.client.delete(subject: "again", version: 1)
        _ = try stack.client.register(subject: "again", text: #""long""#)
        try stack.send(
            "POST", "/subjects/tagged/versions",
            #"""
            {"schema": "{\"type\": \"map\",  \"values\": \"int\"}", "metadata": {"properties": {"owner": "shop"}},
             "ruleSet": {"domainRules": [{"name": "r", "kind": "CONDITION", "mode": "WRITE", "type": "CEL", "expr": "1"}]}}
            """#)
        try stack.client.setConfig(subject: "again", ["compatibility": "FULL"])
        try stack.client.setMode(subject: "again", "READONLY")
        try stack.client.setConfig(subject: nil, ["compatibility": "FORWARD_TRANSITIVE"])
        return stack
    }

    /// A registry where subjects have modes and settings already, before they have versions.
    private static func target() throws -> SchemaStack {
        let stack = try SchemaStack()
        try stack.client.setConfig(subject: "tagged", ["normalize": true])
        try stack.client.setMode(subject: "tagged", "READONLY")
        return stack
    }

    private static func words(_ source: SchemaStack) -> [String] {
        ["schema", "import", "--from", source.url, "--keep-settings"]
    }

    private static func journal(_ url: String) -> String {
        ImportJournal.path(registry: url, ["XDG_STATE_HOME": Run.stateFolder])
    }

    private struct State: Hashable {
        let versions: [RegistrySnapshot.Key: JSONValue]
        let configs: [String: JSONValue]
        let modes: [String: String]

        init(_ stack: SchemaStack) throws {
            let snapshot = try RegistrySnapshot(
                reading: stack.client, settingsAlsoOf: ["again", "tagged", "orders-value", "shop.Address"])
            versions = snapshot.versions.mapValues {
                var record = $0
                record.timestamp = nil
                return record.json
            }
            configs = snapshot.configs
            modes = snapshot.modes
        }
    }

    @Test(
        "Killed before each single change: the next run gives the ids, versions, modes and settings of an undisturbed one"
    )
    func everywhere() throws {
        let source = try Self.source()
        let undisturbed = try Self.target()
        let counting = try RegistryProxy(to: undisturbed.url)
        let first = Run(Self.words(source), environment: ["SLUICE_REGISTRY": counting.url])
        #expect(first.exitCode == .done, "\(first.output)\(first.errors)")
        let wanted = try State(undisturbed)
        #expect(wanted.modes == ["": "READWRITE", "again": "READONLY", "tagged": "READONLY"])
        #expect(wanted.configs[""]?["compatibilityLevel"] == "FORWARD_TRANSITIVE")
        #expect(wanted.configs["again"] == ["compatibilityLevel": "FULL"])
        #expect(wanted.configs["tagged"] == ["normalize": true])
        #expect(counting.writes > 12)

        for write in 1...counting.writes {
            let target = try Self.target()
            let proxy = try RegistryProxy(to: target.url)
            let isKilled = try proxy.kill(
                at: write, Self.words(source), environment: ["XDG_STATE_HOME": Run.stateFolder])
            #expect(isKilled, "before write \(write)")
            #expect(FileManager.default.fileExists(atPath: Self.journal(proxy.url)))
            let again = Run(Self.words(source), environment: ["SLUICE_REGISTRY": proxy.url])
            #expect(again.exitCode == .done, "killed before write \(write): \(again.output)\(again.errors)")
            #expect(try State(target) == wanted, "killed before write \(write)")
            #expect(!FileManager.default.fileExists(atPath: Self.journal(proxy.url)))
        }
    }

    @Test("Killed again and again, each time a little later: it comes to its end all the same")
    func repeatedly() throws {
        let source = try Self.source()
        let target = try Self.target()
        let proxy = try RegistryProxy(to: target.url)
        var runs = 0
        while try proxy.kill(
            at: 6 + runs, Self.words(source), environment: ["XDG_STATE_HOME": Run.stateFolder]), runs < 20
        {
            runs += 1
        }
        #expect(runs > 1)
        #expect(runs < 20)
        let undisturbed = try Self.target()
        let run = Run(Self.words(source), environment: ["SLUICE_REGISTRY": undisturbed.url])
        #expect(run.exitCode == .done)
        #expect(try State(target) == State(undisturbed))
    }

    @Test("What an interrupted import left is put back also by one that finds a clash")
    func clash() throws {
        let source = try Self.source()
        let target = try Self.target()
        let proxy = try RegistryProxy(to: target.url)
        let words = Self.words(source)
        #expect(try proxy.kill(at: 5, words, environment: ["XDG_STATE_HOME": Run.stateFolder]))
        #expect(try target.client.mode(subject: "tagged") == "IMPORT")
        let taken = try #require(try source.client.record(subject: "tagged")).id
        try target.client.setMode(subject: "mine", "IMPORT")
        try target.client.restore(
            #require(
                VersionRecord([
                    "subject": "mine", "version": 1, "id": .init(integerLiteral: taken), "schema": "\"int\"",
                ])))
        let environment = ["SLUICE_REGISTRY": proxy.url]
        let plan = Run(words + ["--dry-run"], environment: environment)
        #expect(
            plan.errors.contains("An import was interrupted: 4 subjects that it left in mode IMPORT would get back"))
        #expect(try target.client.mode(subject: "tagged") == "IMPORT")
        let run = Run(words, environment: environment)
        #expect(run.exitCode == .no)
        #expect(run.errors.contains("which mine version 1 has there with another schema"), "\(run.errors)")
        #expect(try target.client.mode(subject: "tagged") == "READONLY")
        #expect(try target.client.mode(subject: "again") == nil)
        #expect(try target.client.mode(subject: "mine") == "IMPORT", "what somebody else has set is left alone")
    }

    @Test("An import that fails puts the modes back itself, and goes on with the registry's settings later")
    func failure() throws {
        let source = try Self.source()
        let target = try Self.target()
        try target.client.setMode(subject: nil, "READONLY_OVERRIDE")
        let words = Self.words(source)
        let environment = ["SLUICE_REGISTRY": target.url]
        let run = Run(words, environment: environment)
        #expect(run.exitCode == .no, "\(run.output)")
        #expect(run.errors.contains("run the same command again"))
        #expect(try target.client.mode(subject: "tagged") == "READONLY")
        #expect(try target.client.mode(subject: "again") == nil)
        try target.client.setMode(subject: nil, "READWRITE")
        #expect(Run(words, environment: environment).exitCode == .done)
        #expect(try target.client.config(subject: nil)?["compatibilityLevel"] == "FORWARD_TRANSITIVE")
    }

    @Test(
        "Two imports into a registry do not run at once; a journal that was being written is read as far as it is whole"
    )
    func journal() throws {
        let path = try TemporaryFolder.make("journal") + "/deeper/import.jsonl"
        do {
            let one = try ImportJournal(path: path)
            #expect(!one.isInterrupted)
            try one.append(modes: ["a": nil, "b": "READONLY"], isFresh: true)
            let error = #expect(throws: CommandFailure.self) { _ = try ImportJournal(path: path) }
            #expect(error?.description.contains("another import into this registry is running") == true)
        }
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"kind":"mode","subject":"c","mo"#.utf8))
        try handle.close()
        let two = try ImportJournal(path: path)
        #expect(two.isInterrupted)
        #expect(two.isFresh)
        #expect(two.modes == ["a": nil, "b": "READONLY"])
        try two.append(modes: ["b": "FORWARD"], isFresh: false)
        #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 4)
        try two.remove()
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
