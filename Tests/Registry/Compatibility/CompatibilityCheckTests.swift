// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
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
        let older = Self.versions.enumerated().map { index, text in
            StoredVersion(
                subject: SubjectName("s"), version: index + 1,
                schema: StoredSchema(
                    id: index + 1, guid: "",
                    content: SchemaContent(type: .avro, text: text, references: []), createdAt: 0),
                isDeleted: false, createdAt: 0)
        }
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
