// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit
import Testing

@Suite("Avro schemas are accepted and refused as Java does, but for what is listed")
struct AvroJavaSchemaTests {
    /// Schemas that Java's Avro 1.12.1 takes and we refuse, because the specification forbids them, or because nobody can
    /// use them; `docs/compatibility.md` has the list with the reasons.
    private static let refusedByUs: Set<String> = [
        #"[]"#, #"{"type":"array","items":[]}"#,
        "//c\n\"int\"",
        #"{"type":"int","type":"long"}"#,
        #"{"type":"record","name":"é","fields":[]}"#,
        #"{"type":"enum","name":"E","symbols":["é"]}"#,
        #"{"type":"record","name":"R","namespace":7,"fields":[]}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":1}},{"name":"b","type":{"type":"fixed","name":"F","size":1}}]}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":"Later"},{"name":"b","type":{"type":"fixed","name":"Later","size":1}}]}"#,
        #"{"type":"record","name":"R","aliases":["a..b"],"fields":[]}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":"int","aliases":["b-"]}]}"#,
        #"{"type":"enum","name":"E","symbols":["A"],"default":1}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":"1.5"}]}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":"bytes","default":"Ā"}]}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"enum","name":"E","symbols":["A"]},"default":"B"}]}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":2},"default":"a"}]}"#,
        #"{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"F","size":1},"default":"Ā"}]}"#,
    ]

    private struct Answer {
        let text: String
        let isAccepted: Bool
        let canonical: String?
        let fingerprint: String?

        init(_ line: Substring) throws {
            let json = try JSONValue.parse(line)
            text = try #require(json["schema"]?.string)
            isAccepted = json["error"] == nil
            canonical = json["canonical"]?.string
            fingerprint = json["fingerprint"]?.string
        }
    }

    private static func answers() throws -> [Answer] {
        let path = ProjectRoot.path + "/Tests/Formats/Oracles/avro_java_schemas.jsonl"
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { try Answer($0) }
    }

    @Test("each schema of the table, with canonical form and fingerprint")
    func table() throws {
        var refused: Set<String> = []
        for answer in try Self.answers() {
            do {
                let schema = try AvroSchema.parse(answer.text)
                #expect(answer.isAccepted, "Java refuses \(answer.text)")
                guard answer.isAccepted else { continue }
                #expect(schema.canonicalForm == answer.canonical, "\(answer.text)")
                #expect(String(schema.fingerprint64) == answer.fingerprint, "\(answer.text)")
                let normal = try AvroSchema.parse(schema.normalForm())
                #expect(normal.canonicalForm == schema.canonicalForm, "\(answer.text)")
            } catch {
                if answer.isAccepted { refused.insert(answer.text) }
                #expect(error.line >= 1 && error.column >= 1 && !error.message.isEmpty)
            }
        }
        #expect(refused == Self.refusedByUs)
    }

    @Test("where Java, fastavro and avro agree, so do we, but for what is listed")
    func python() throws {
        let script = """
            import json, sys, warnings
            import avro.schema, fastavro
            warnings.simplefilter("ignore")
            for line in open(sys.argv[1], encoding="utf-8"):
                text = json.loads(line)["schema"]
                said = []
                for parse in (lambda: fastavro.parse_schema(json.loads(text)), lambda: avro.schema.parse(text)):
                    try:
                        parse()
                        said.append("yes")
                    except Exception:
                        said.append("no")
                print(*said)
            """
        let path = ProjectRoot.path + "/Tests/Formats/Oracles/avro_java_schemas.jsonl"
        let said = try PythonOracle.run(script, [path]).split(separator: "\n")
        let answers = try Self.answers()
        #expect(said.count == answers.count)
        var agreeing = 0
        for (answer, said) in zip(answers, said) where said == (answer.isAccepted ? "yes yes" : "no no") {
            let isOurs = (try? AvroSchema.parse(answer.text)) != nil
            #expect(isOurs == answer.isAccepted || Self.refusedByUs.contains(answer.text), "\(answer.text)")
            agreeing += 1
        }
        #expect(agreeing > 100)
    }
}
