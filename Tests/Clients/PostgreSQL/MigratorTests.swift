// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import TestKit
import Testing

@Suite("Migrations go forward, once each")
struct MigratorTests {
    private let database: String
    private let connection: PostgresConnection
    private let first = Migrator.Migration(
        name: "0001_a", sql: "CREATE TABLE sluice.a (id int); CREATE TABLE b (id int)")
    private let second = Migrator.Migration(name: "0002_c", sql: "CREATE TABLE sluice.c (id int)")

    init() throws {
        database = try PostgresCluster.shared().makeDatabase()
        connection = try PostgresConnection(url: database)
    }

    @Test("What is missing is applied in order, and a second run does nothing")
    func applies() throws {
        #expect(try Migrator([first]).migrate(on: connection) == ["0001_a"])
        #expect(try Migrator([second, first]).migrate(on: connection) == ["0002_c"])
        #expect(try Migrator([first, second]).migrate(on: connection).isEmpty)
        #expect(try connection.query("SELECT * FROM sluice.c").isEmpty)
    }

    @Test("A file that was changed after it was applied is refused")
    func changedFile() throws {
        try Migrator([first]).migrate(on: connection)
        let changed = Migrator.Migration(name: first.name, sql: first.sql + " ")
        let error = try #require(throws: PostgresError.self) { try Migrator([changed]).migrate(on: connection) }
        #expect(error.message.contains("0001_a"))
    }

    @Test("A file before one that was applied is refused")
    func lateFile() throws {
        try Migrator([first, second].filter { $0.name != first.name }).migrate(on: connection)
        let error = try #require(throws: PostgresError.self) { try Migrator([first, second]).migrate(on: connection) }
        #expect(error.message.contains("0001_a") && error.message.contains("0002_c"))
    }

    @Test("A file that fails leaves nothing behind, and those before it stay")
    func failingFile() throws {
        let broken = Migrator.Migration(name: "0002_broken", sql: "CREATE TABLE sluice.d (id int); SELECT 1/0")
        #expect(throws: PostgresError.self) { try Migrator([first, broken]).migrate(on: connection) }
        #expect(try connection.query("SELECT to_regclass('sluice.d') AS d").one()["d"].isNull)
        #expect(try Migrator([first, second]).migrate(on: connection) == ["0002_c"])
    }

    @Test("Migrators that run at once apply each file once")
    func concurrent() async throws {
        let migrator = Migrator([first, second])
        let database = database
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask { try migrator.migrate(on: try PostgresConnection(url: database)) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied == ["0001_a", "0002_c"])
    }
}
