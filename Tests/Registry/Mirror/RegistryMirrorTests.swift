// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientPostgreSQL
import Formats
import TestKit
import Testing

@testable import Registry

@Suite("The mirror: what is read from memory is what the tables have")
struct RegistryMirrorTests {
    @Test("a process sees its own changes at once, from memory")
    func ownChanges() throws {
        let test = try TestRegistrar()
        try test.awaitFeed()
        #expect(try refusal { try test.latest("s") } == 40401)
        for count in 1...20 {
            #expect(try test.register("s", Sample.fields("a", "f\(count)")).version == count)
            #expect(try test.latest("s") == count)
            #expect(try test.numbers("s") == Array(1...count))
        }
        #expect(test.mirror.kept(SubjectName("s"))?.state.entries.count == 20, "kept up, not read anew")
        _ = try test.registrar.deleteVersion(.latest, of: SubjectName("s"), permanently: false, by: test.actor)
        #expect(try test.latest("s") == 19)
        try test.set("s", ["normalize": true])
        #expect(try test.mirror.subject(SubjectName("s")).state.settings.config.normalize == true)
    }

    @Test("changes of other processes come through the feed: versions, settings, deletions for good, contexts")
    func otherChanges() throws {
        let one = try TestRegistrar()
        let two = try TestRegistrar(databaseURL: one.databaseURL)
        try one.awaitFeed()
        try two.awaitFeed()
        let id = try one.register("s", Sample.fields("a")).schema.id
        #expect(try two.latest("s") == 1)
        #expect(try two.registrar.schema(id: id).stored.id == id)
        #expect(try two.registrar.aliased(SubjectName("s")) == SubjectName("s"))

        try one.register("s", Sample.fields("a", "b"))
        try eventually("the version is seen") { try two.latest("s") == 2 }
        try one.set("", ["compatibility": "NONE"])
        try eventually("the level is seen") {
            try two.mirror.subject(SubjectName("s")).state.settings.config.compatibility == CompatibilityLevel.none
        }
        for permanently in [false, true] {
            _ = try one.registrar.deleteSubject(SubjectName("s"), permanently: permanently, by: one.actor)
        }
        try eventually("the id is forgotten") { try refusal { try two.registrar.schema(id: id) } == 40403 }
        #expect(try refusal { try two.latest("s") } == 40401)
        #expect(try refusal { try two.latest("only") } == 40401)
        try one.register(":.a:only", "\"int\"")
        try eventually("the context is searched") { try refusal { try two.latest("only") } == nil }
    }

    @Test("an open transaction does not hold up what others commit")
    func openTransaction() throws {
        let one = try TestRegistrar()
        let two = try TestRegistrar(databaseURL: one.databaseURL)
        try one.register("s", Sample.fields("a"))
        try two.awaitFeed()
        #expect(try two.latest("s") == 1)
        let open = try PostgresConnection(url: one.databaseURL)
        try open.execute("BEGIN; SELECT pg_current_xact_id()")
        try one.register("s", Sample.fields("a", "b"))
        try eventually("the version is seen") { try two.latest("s") == 2 }
        #expect(two.mirror.isFresh, "from memory")
        try open.execute("ROLLBACK")
    }

    @Test("with the feed's connection cut nothing stale is served for long, and the feed comes back")
    func cutFeed() throws {
        let one = try TestRegistrar()
        let two = try TestRegistrar(databaseURL: one.databaseURL)
        let killer = try PostgresConnection(url: one.databaseURL)
        try one.awaitFeed()
        for round in 1...3 {
            try two.awaitFeed()
            if round > 1 { #expect(try two.latest("s") == round - 1) }
            let killed = try killer.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            #expect(!killed.isEmpty)
            try one.register("s", Sample.fields("a", "f\(round)"))
            try eventually("the version is seen") { try two.latest("s") == round }
        }
        try two.awaitFeed()
        #expect(try two.latest("s") == 3)
    }

    @Test("replies are kept once for each generation of clients")
    func replies() throws {
        let test = try TestRegistrar()
        let id = try test.register("s", "\"int\"").schema.id
        try test.awaitFeed()
        let version = try test.registrar.version(.latest, of: SubjectName("s"))
        let made = try ["old", "new", "late"].map { try #require(PreparedResponse(.json(200, $0))) }
        #expect(version.replies.known(isNew: false) == nil)
        version.replies.keep(made[0], isNew: false)
        version.replies.keep(made[1], isNew: true)
        version.replies.keep(made[2], isNew: false)
        #expect(version.replies.known(isNew: false) === made[0])
        #expect(version.replies.known(isNew: true) === made[1])
        #expect(try test.registrar.version(.latest, of: SubjectName("s")) === version)
        let schema = try test.registrar.schema(id: id)
        #expect(try test.registrar.schema(id: id) === schema)
    }

    @Test("what was registered here is not parsed again for a check")
    func parsedOnce() throws {
        let test = try TestRegistrar()
        let first = try test.register("s", Sample.fields("a")).schema
        let second = try test.register("s", Sample.fields("a", "b")).schema
        var parsed = 0
        for schema in [first, second, first, second] {
            _ = try test.mirror.parsed(schema) {
                parsed += 1
                var parser = SchemaParser(source: test.mirror, context: ".", allowsDeleted: true)
                return try parser.parse(schema.content)
            }
        }
        #expect(parsed == 0, "registering has understood them already")
    }

    @Test("more than fits is read again")
    func bounded() throws {
        let test = try TestRegistrar(cacheBytes: 1 << 18)
        for number in 0..<200 { try test.register("s\(number)", Sample.fields("f\(number)")) }
        try test.awaitFeed()
        let kept = (0..<200).count { test.mirror.kept(SubjectName("s\($0)")) != nil }
        #expect(kept < 100)
        for number in 0..<200 {
            let found = try test.registrar.version(.latest, of: SubjectName("s\(number)")).stored
            #expect(found.schema.content.text == Sample.fields("f\(number)"))
        }
    }
}
