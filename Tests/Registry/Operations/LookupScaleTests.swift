// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats
import TestKit
import Testing

@testable import Registry

@Suite("A lookup by content costs the same with many schemas as with few")
struct LookupScaleTests {
    private static let count = 100_000

    /// As many subjects with a schema each, and one subject with a thousand versions.
    private static func fill(_ connection: PostgresConnection) throws {
        try connection.execute(
            """
            INSERT INTO sluice.schemas (context, id, fingerprint, text_fingerprint, guid, type, text)
            SELECT '.', n, sha256(('f' || n)::bytea), sha256(n::text::bytea), gen_random_uuid(), 'AVRO', '"int"'
            FROM generate_series(1, \(count)) n;
            INSERT INTO sluice.subject_versions (context, subject, version, schema_id)
            SELECT '.', 's' || n, 1, n FROM generate_series(1, \(count)) n
            UNION ALL SELECT '.', 'long', n, n FROM generate_series(1, 1000) n;
            INSERT INTO sluice.registry_subjects (context, name, last_version, latest_version, revision)
            SELECT context, subject, max(version), max(version), 1 FROM sluice.subject_versions GROUP BY 1, 2;
            SELECT setval('sluice.schema_ids_1', \(count));
            """)
    }

    @Test("PostgreSQL goes along indexes, with statistics of the tables and without")
    func plans() throws {
        let test = try TestRegistrar()
        let connection = try PostgresConnection(url: test.databaseURL)
        try Self.fill(connection)
        for hasStatistics in [false, true] {
            if hasStatistics { try connection.execute("ANALYZE") }
            for subject in ["s500", "long", "nobody"] {
                let plan = try connection.query(
                    """
                    EXPLAIN SELECT * FROM sluice.registry_find(
                        '.', '\(subject)', sha256('500'), sha256('f500'), NULL, NULL, false)
                    """
                ).map { try $0["QUERY PLAN"].text }.joined(separator: "\n")
                #expect(plan.contains("schemas_text"), "\(plan)")
                #expect(!plan.contains("Seq Scan"), "\(plan)")
            }
        }
        // What a registration and a lookup really do, over the same tables.
        let made = try test.register("long", "\"int\"", [])
        #expect(made.version == 1001 && made.schema.id == Self.count + 1)
        let found = try test.registrar.lookup(
            TestRegistrar.request("\"int\""), under: SubjectName("long"), normalize: false, includeDeleted: false)
        #expect(found.version == 1001)
        #expect(
            try refusal {
                try test.registrar.lookup(
                    TestRegistrar.request("\"bytes\""), under: SubjectName("long"), normalize: false,
                    includeDeleted: false)
            } == 40403)
    }
}
