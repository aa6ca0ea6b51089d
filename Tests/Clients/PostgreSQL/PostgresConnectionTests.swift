// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import TestKit
import Testing

@Suite("A PostgreSQL connection sends and reads typed values")
struct PostgresConnectionTests {
    private let connection: PostgresConnection

    init() throws {
        connection = try PostgresConnection(url: try PostgresCluster.shared().makeDatabase())
    }

    @Test("Every kind of value comes back as it was sent")
    func values() throws {
        let row = try connection.query(
            """
            SELECT $1::bool AS flag, $2::int8 AS number, $3::float8 AS real, $4::text AS words, $5::bytea AS raw,
                   $6::jsonb AS document, $7::timestamptz AS moment, $8::text AS nothing, $9::uuid AS id
            """,
            [
                true, .int(.min), 0.1, "naïve 'quote' \\ 🦩", .bytes([0, 1, 255, 0]), .json(#"{"a":[1]}"#),
                .timestampMicros(1_710_325_274_000_123), nil, "6f1d2d4e-8d52-4d8b-9b3f-0b8f3f4c1a2e",
            ]
        ).one()
        #expect(try row["flag"].bool)
        #expect(try row["number"].int == .min)
        #expect(try row["real"].double == 0.1)
        #expect(try row["words"].text == "naïve 'quote' \\ 🦩")
        #expect(try row["raw"].bytes == [0, 1, 255, 0])
        #expect(try row["document"].text == #"{"a": [1]}"#)
        #expect(try row["moment"].timestampMicros == 1_710_325_274_000_123)
        #expect(try row["nothing"].optional == nil)
        #expect(try row["id"].text == "6f1d2d4e-8d52-4d8b-9b3f-0b8f3f4c1a2e")
    }

    @Test(
        "Timestamps far from now survive",
        arguments: [0, -1, 1, -62_135_596_800_000_000, -62_200_000_000_000_001, 253_402_300_799_999_999])
    func timestamps(microseconds: Int64) throws {
        let row = try connection.query("SELECT $1::timestamptz AS t", [.timestampMicros(microseconds)]).one()
        #expect(try row["t"].timestampMicros == microseconds)
    }

    @Test("An array parameter keeps quotes, backslashes and commas apart")
    func textArray() throws {
        let items = ["plain", "a,b", "\"quoted\"", "back\\slash", "", "{}"]
        let rows = try connection.query(
            "SELECT x FROM unnest($1::text[]) WITH ORDINALITY AS u(x, n) ORDER BY n",
            [
                .textArray(items)
            ])
        #expect(try rows.map { try $0["x"].text } == items)
    }

    @Test("A value of another type, a null and an unknown column are errors that name the column")
    func unexpected() throws {
        let row = try connection.query("SELECT 'x' AS a, NULL AS b").one()
        let wrong = try #require(throws: PostgresError.self) { try row["a"].int }
        #expect(wrong.kind == .unexpectedResult && wrong.message.contains("\"a\""))
        let null = try #require(throws: PostgresError.self) { try row["b"].text }
        #expect(null.message.contains("\"b\" is null"))
        let unknown = try #require(throws: PostgresError.self) { try row["c"] }
        #expect(unknown.message.contains("\"c\"") && unknown.message.contains("a, b"))
    }

    @Test("Text with U+0000 is refused instead of cut")
    func zeroCharacter() throws {
        #expect(throws: PostgresError.self) { try connection.query("SELECT $1::text", ["a\u{0}b"]) }
    }

    @Test("Errors are told apart by kind and carry SQLSTATE")
    func errorKinds() throws {
        try connection.execute("CREATE TABLE t (id int PRIMARY KEY)")
        try connection.query("INSERT INTO t VALUES ($1)", [1])
        let twice = try #require(throws: PostgresError.self) { try connection.query("INSERT INTO t VALUES ($1)", [1]) }
        #expect(twice.kind == .uniqueViolation && twice.sqlState == "23505")
        let missing = try #require(throws: PostgresError.self) { try connection.query("SELECT * FROM nowhere") }
        #expect(missing.sqlState == "42P01" && missing.description.contains("sluice migrate"))
        let absent = try #require(throws: PostgresError.self) {
            _ = try PostgresConnection(url: "postgresql:///x?host=/nonexistent")
        }
        #expect(absent.kind == .unreachable && absent.description.contains("SLUICE_DATABASE"))
    }

    @Test("A transaction commits when its body returns and rolls back when it throws")
    func transactions() throws {
        struct Stop: Error {}
        try connection.execute("CREATE TABLE u (id int PRIMARY KEY)")
        #expect(throws: Stop.self) {
            try connection.transaction { connection in
                try connection.query("INSERT INTO u VALUES (1)")
                throw Stop()
            }
        }
        let affected = try connection.transaction { try $0.query("INSERT INTO u VALUES (2), (3)").affectedRows }
        #expect(affected == 2)
        #expect(try connection.query("SELECT id FROM u ORDER BY id").map { try $0["id"].int } == [2, 3])
    }

    @Test("A transaction whose failed statement was ignored is reported as rolled back")
    func poisonedTransaction() throws {
        try connection.execute("CREATE TABLE v (id int PRIMARY KEY)")
        let error = try #require(throws: PostgresError.self) {
            try connection.transaction { connection in
                try connection.query("INSERT INTO v VALUES (1)")
                _ = try? connection.query("SELECT 1/0")
            }
        }
        #expect(error.message.contains("rolled back"))
        #expect(try connection.query("SELECT 1 AS one FROM v").isEmpty)
    }

    @Test("A serialization failure has its own kind")
    func serialization() throws {
        let database = try PostgresCluster.shared().makeDatabase()
        let (a, b) = (try PostgresConnection(url: database), try PostgresConnection(url: database))
        try a.execute("CREATE TABLE w (id int PRIMARY KEY, n int); INSERT INTO w VALUES (1, 0)")
        let error = try #require(throws: PostgresError.self) {
            try a.transaction(isolation: .repeatableRead) { a in
                try a.query("SELECT n FROM w")
                try b.query("UPDATE w SET n = 1")
                try a.query("UPDATE w SET n = 2")
            }
        }
        #expect(error.kind == .serializationFailure)
    }

    @Test("Notifications of another session arrive, in order")
    func notifications() throws {
        let database = try PostgresCluster.shared().makeDatabase()
        let (listener, speaker) = (try PostgresConnection(url: database), try PostgresConnection(url: database))
        try listener.listen("schema \"changes\"")
        #expect(try listener.notifications(timeoutMilliseconds: 0).isEmpty)
        try speaker.query("SELECT pg_notify('schema \"changes\"', $1)", ["one"])
        try speaker.query("SELECT pg_notify('schema \"changes\"', $1)", ["two"])
        var payloads: [String] = []
        while payloads.count < 2 {
            payloads += try listener.notifications(timeoutMilliseconds: 10_000).map(\.payload)
        }
        #expect(payloads == ["one", "two"])
    }
}
