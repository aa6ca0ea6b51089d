// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import TestKit
import Testing

@Suite("A PostgreSQL pool hands out working connections")
struct PostgresPoolTests {
    @Test("A connection is used again, and not one that a body left in a transaction")
    func reuse() throws {
        let pool = PostgresPool(url: try PostgresCluster.shared().makeDatabase(), size: 1)
        func backend(_ connection: PostgresConnection) throws -> Int64 {
            try connection.query("SELECT pg_backend_pid() AS pid").one()["pid"].int
        }
        let first = try pool.withConnection(backend)
        #expect(try pool.withConnection(backend) == first)
        try pool.withConnection { try $0.execute("BEGIN") }
        #expect(try pool.withConnection(backend) != first)
    }

    @Test("After the server went away and came back, the pool connects anew")
    func reconnects() throws {
        let cluster = try PostgresCluster()
        let pool = PostgresPool(url: try cluster.makeDatabase(), size: 2)
        try pool.withConnection { try $0.execute("CREATE TABLE t (id int)") }
        // Two connections lie idle: the one that finds the server gone takes the other along.
        try pool.withConnection { _ in try pool.withConnection { try $0.execute("SELECT 1") } }
        cluster.stop()
        let error = try #require(throws: PostgresError.self) { try pool.withConnection { try $0.query("SELECT 1") } }
        #expect(error.kind == .unreachable)
        try cluster.start()
        // No waiting, no second try.
        #expect(try pool.withConnection { try $0.query("SELECT * FROM t").count } == 0)
    }
}
