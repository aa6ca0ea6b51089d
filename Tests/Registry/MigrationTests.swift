// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats
import TestKit
import Testing

@testable import Registry

@Suite("Migrations of the registry's tables")
struct MigrationTests {
    /// A database as the registry left it before contexts: two schemas, one with metadata and a reference, one deleted
    /// version, and settings.
    private static func oldDatabase() throws -> (url: String, migrations: [Migrator.Migration]) {
        let url = try PostgresCluster.shared().makeDatabase()
        let migrations = try Migrator(folder: ProjectRoot.path + "/migrations").migrations
        let connection = try PostgresConnection(url: url)
        try Migrator(migrations.filter { $0.name < "0005" }).migrate(on: connection)
        try insert(item, id: 1, on: connection)
        try insert(user, id: 2, on: connection)
        try connection.execute(
            """
            SELECT setval('sluice.schemas_id_seq', 9);
            INSERT INTO sluice.subject_versions (subject, version, schema_id, created_at, deleted_at) VALUES
                ('item', 1, 1, '2026-01-01', NULL), ('user', 1, 2, '2026-01-02', '2026-01-03'),
                ('user', 2, 2, '2026-01-04', NULL);
            INSERT INTO sluice.schema_references (schema_id, subject, version) VALUES (2, 'item', 1);
            INSERT INTO sluice.registry_config VALUES ('', 'FULL', NULL), ('user', NULL, true), ('empty', NULL, NULL);
            """)
        return (url, migrations)
    }

    private static let item = SchemaContent(
        type: .avro, text: #"{"type":"record","name":"Item","doc":"tab\tß\#u{7f}","fields":[]}"#, references: [])
    private static let user: SchemaContent = {
        var content = SchemaContent(
            type: .avro, text: #"{"type":"record","name":"User","fields":[{"name":"item","type":"Item"}]}"#,
            references: [], metadata: ["properties": ["owner": "a"]])
        if let reference = SchemaReference(["name": "Item", "subject": "item", "version": 1]) {
            content.references = [reference]
        }
        return content
    }()

    private static func insert(_ content: SchemaContent, id: Int, on connection: PostgresConnection) throws {
        try connection.query(
            """
            INSERT INTO sluice.schemas (id, fingerprint, guid, type, text, reference_list, metadata)
            OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .int(Int64(id)), .bytes(content.fingerprint),
                .text(SchemaGUID.text(fingerprint: content.fingerprint)), .text(content.type.rawValue),
                .text(content.text), .json(JSONValue.array(content.references.map(\.json)).text()),
                content.metadata.map { .json($0.text()) } ?? .null,
            ])
    }

    @Test("what was registered before is found, goes on counting, and has a history")
    func data() throws {
        let (url, migrations) = try Self.oldDatabase()
        try Migrator(migrations).migrate(on: PostgresConnection(url: url))
        let test = try TestRegistrar(databaseURL: url)
        #expect(try test.registrar.subjects(SubjectScope(""), .live).map(\.text) == ["item", "user"])
        #expect(try test.numbers("user", .any) == [1, 2])
        #expect(try test.numbers("user") == [2])
        // The fingerprints that the migration computes are the registry's: the same content is the same version.
        #expect(try test.register("item", Self.item.text).schema.id == 1)
        let references: JSONValue = [["name": "Item", "subject": "item", "version": 1]]
        #expect(try test.register("user", Self.user.text, [("references", references)]).version == 2)
        #expect(
            try test.register(
                "user", Self.user.text, [("references", references), ("metadata", Self.user.metadata ?? .null)]
            ).schema.id == 2)
        #expect(try test.registrar.referrers(to: .latest, of: SubjectName("item"), .live, .all).map(\.id) == [2])
        #expect(try test.register("new", "\"int\"").schema.id == 10)
        #expect(try test.registrar.config(.registry, inForce: false).compatibility == .full)
        #expect(try test.registrar.config(SubjectName("user"), inForce: false).normalize == true)
        #expect(try refusal { try test.registrar.config(SubjectName("empty"), inForce: false) } == 40408)
        let log = try test.registrar.audit(SubjectName("user"), .all).reversed().filter { $0.actor.name == "migration" }
        #expect(log.map(\.action) == [.register, .delete, .register, .config])
        let third: Int64 = 1_767_398_400_000_000 + 3_600_000_000
        #expect(try test.registrar.versions(of: SubjectName("user"), asOf: third, .any).map(\.isDeleted) == [true])
        for permanently in [false, true] {
            _ = try test.registrar.deleteSubject(SubjectName("user"), permanently: permanently, by: test.actor)
        }
        #expect(try test.registrar.deleteSubject(SubjectName("item"), permanently: false, by: test.actor) == [1])
    }

    @Test("interrupted half-way, the old state stays, and the next run completes it", arguments: ["0005", "0007"])
    func interrupted(number: String) throws {
        let (url, migrations) = try Self.oldDatabase()
        let dying = migrations.map { migration in
            migration.name.hasPrefix(number)
                ? Migrator.Migration(
                    name: migration.name, sql: migration.sql + "; SELECT pg_terminate_backend(pg_backend_pid())")
                : migration
        }
        #expect(throws: PostgresError.self) { try Migrator(dying).migrate(on: PostgresConnection(url: url)) }
        let connection = try PostgresConnection(url: url)
        let applied = try connection.query("SELECT max(name) AS name FROM sluice.migrations").one()["name"].text
        #expect(applied < number)
        if number == "0005" {
            #expect(try connection.query("SELECT compatibility FROM sluice.registry_config").count == 3)
            #expect(try connection.query("SELECT to_regclass('sluice.registry_log') AS log").one()["log"].isNull)
        }
        try Migrator(migrations).migrate(on: connection)
        #expect(try TestRegistrar(databaseURL: url).numbers("user") == [2])
    }
}
