// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit
import Testing

@testable import Registry

@Suite("Compatibility levels: who must read whom, and which versions")
struct CompatibilityCheckTests {
    /// Version 1 has a; version 2 adds b without a default (it breaks backward from 1).
    private static let versions = [
        #"{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}"#,
    ]

    private func messages(_ level: CompatibilityLevel, _ new: String) throws -> [String] {
        let older = Self.versions.enumerated().map { StoredVersion.example($0 + 1, text: $1) }
        return try CompatibilityCheck(level: level).verdict(
            .avro(try AvroSchema.parse(new)), SchemaContent(type: .avro, text: new, references: []), after: older
        ) { .avro(try AvroSchema.parse($0.content.text)) }.messages
    }

    @Test(
        "each level accepts and refuses what it says",
        arguments: [
            // Has a and b: fits 2 both ways, but can't read 1.
            (versions[1], [true, true, false, true, true, true, false]),
            // Has a alone: reads all, but 2 can't read it.
            (versions[0], [true, true, true, false, false, false, false]),
            // Has a, and b with a default: reads all, and all read it.
            (
                #"{"type":"record","name":"R","fields":[{"name":"a","type":"int"},"#
                    + #"{"name":"b","type":"int","default":0}]}"#,
                [true, true, true, true, true, true, true]
            ),
            // Another type altogether.
            ("\"string\"", [true, false, false, false, false, false, false]),
        ])
    func levels(new: String, expected: [Bool]) throws {
        let levels: [CompatibilityLevel] = [
            .none, .backward, .backwardTransitive, .forward, .forwardTransitive, .full, .fullTransitive,
        ]
        for (level, expected) in zip(levels, expected) {
            #expect(try messages(level, new).isEmpty == expected, "\(level.rawValue)")
        }
    }

    @Test("the newest version that does not fit is named, with its schema and the level")
    func trailer() throws {
        let found = try messages(.fullTransitive, Self.versions[0])
        #expect(found.count == 4)
        #expect(found[0].contains("The field 'b' at path '/fields/1' in the old schema has no default value"))
        #expect(found[1] == "{oldSchemaVersion: 2}")
        #expect(found[2] == "{oldSchema: '\(Self.versions[1])'}")
        #expect(found[3] == "{validateFields: 'false', compatibility: 'FULL_TRANSITIVE'}")
    }

    @Test("only versions of the same group are compared, and the newest of those by levels that are not transitive")
    func groups() throws {
        let versions = Self.versions.enumerated().map { index, text in
            StoredVersion.example(index + 1, text: text, properties: ["major": .string("\(index + 1)")])
        }
        func compared(_ level: CompatibilityLevel, _ properties: JSONValue?) -> [Int] {
            var content = SchemaContent(type: .avro, text: "", references: [])
            if let properties { content.metadata = ["properties": properties] }
            return CompatibilityCheck(level: level, group: "major").opponents(of: content, among: versions).map(
                \.version)
        }
        #expect(compared(.backwardTransitive, ["major": "1"]) == [1])
        #expect(compared(.backward, ["major": "1"]) == [1], "not the newest of all")
        #expect(compared(.backward, ["major": "3"]).isEmpty)
        #expect(compared(.backward, nil).isEmpty, "no property is a group of its own")
        let all = CompatibilityCheck(level: .fullTransitive).opponents(
            of: SchemaContent(type: .avro, text: "", references: []), among: versions)
        #expect(all.map(\.version) == [2, 1], "newest first")
    }

    @Test("a changed language breaks a rule of its own, with one sentence as message")
    func language() throws {
        let old = StoredVersion.example(text: "message M {}", type: .protobuf)
        let text = "\"int\""
        let verdict = try CompatibilityCheck(level: .full, proves: true).verdict(
            .avro(try AvroSchema.parse(text)), SchemaContent(type: .avro, text: text, references: []), after: [old]
        ) { .avro(try AvroSchema.parse($0.content.text)) }
        #expect(verdict.differences.map(\.rule) == [.schemaTypeChanged])
        #expect(verdict.messages.first == "Incompatible because of different schema type")
    }

    @Test("rules have stable ids, one each, and say what must hold and how to mend it")
    func rules() {
        let ids = CompatibilityRule.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for rule in CompatibilityRule.all {
            #expect(["any/", "avro/", "protobuf/"].contains { rule.id.hasPrefix($0) })
            #expect(rule.summary.hasSuffix(".") && rule.mending.hasSuffix(".") && !rule.policies.isEmpty, "\(rule.id)")
        }
    }

    @Test("the documentation has each rule, with what must hold and how to mend it")
    func documentation() throws {
        let page = try String(contentsOfFile: ProjectRoot.path + "/docs/compatibility.md", encoding: .utf8)
        let established = CompatibilityRule.protobuf.filter { $0.policies == [.confluent] }
        for rule in [.schemaTypeChanged] + CompatibilityRule.reserved + CompatibilityRule.avro + established {
            #expect(
                page.contains("### `\(rule.id)`\n\n\(rule.summary)\n*Mending:* \(rule.mending)\n"), "\(rule.id)")
        }
        for rule in CompatibilityRule.protobuf where rule.policies != [.confluent] {
            let policies = rule.policies.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            let row = "| `\(rule.id)` | \(rule.summary) | \(rule.mending) | \(policies) |"
            #expect(page.contains(row), "\(row)")
        }
    }

    @Test("a long old schema is cut at 10 KiB, between characters")
    func cut() {
        #expect("aé€".prefix(bytes: 2) == "a")
        #expect("aé€".prefix(bytes: 3) == "aé")
        #expect("aé€".prefix(bytes: 5) == "aé")
        #expect("aé€".prefix(bytes: 6) == "aé€")
    }

    @Test("levels are read in any case", arguments: ["full_transitive", "Full_Transitive", "FULL_TRANSITIVE"])
    func parse(text: String) {
        #expect(CompatibilityLevel(text) == .fullTransitive)
        #expect(CompatibilityLevel("sideways") == nil)
    }
}
