// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats
import Testing

@testable import Registry

@Suite("History: what was, who changed it, and the way back")
struct HistoryTests {
    private func delete(_ test: TestRegistrar, _ subject: String, _ version: Int? = nil, forGood: Bool = false) throws {
        let subject = SubjectName(subject)
        for permanently in forGood ? [false, true] : [false] {
            if let version {
                _ = try test.registrar.deleteVersion(
                    .number(version), of: subject, permanently: permanently, by: test.actor)
            } else {
                _ = try test.registrar.deleteSubject(subject, permanently: permanently, by: test.actor)
            }
        }
    }

    /// The database's time now, in microseconds.
    private func now(_ test: TestRegistrar) throws -> Int64 {
        try PostgresConnection(url: test.databaseURL).query("SELECT clock_timestamp() AS now").one()["now"]
            .timestampMicros
    }

    @Test("every change is logged with who, from where, and what it was before and after")
    func audit() throws {
        let test = try TestRegistrar()
        try test.register("s", "\"int\"")
        try test.set("s", ["compatibility": "FULL"])
        try test.set("s", ["compatibility": "NONE", "normalize": true])
        try test.registrar.setMode(SubjectName("s"), .readWrite, force: false, by: test.actor)
        try delete(test, "s", forGood: true)
        try test.register(":.a:s", "\"int\"")
        let log = try test.registrar.audit(SubjectName("s"), .all)
        #expect(log.allSatisfy { $0.actor == test.actor && $0.at > 0 })
        #expect(
            log.reversed().map(\.action) == [
                .register, .config, .config, .mode, .delete, .remove, .config, .mode,
            ])
        let change = try #require(log.first { $0.before?["compatibility"] == "FULL" })
        #expect(change.after?.text() == #"{"compatibility":"NONE","normalize":true}"#)
        #expect(log.first { $0.action == .remove }?.schemaID == 1)
        #expect(
            try test.registrar.audit(SubjectName(":.a:"), .all).map(\.action) == [.register, .createContext])
        #expect(try test.registrar.audit(nil, Page(offset: 0, limit: 3)).count == 3)
    }

    @Test("the log takes no change and no deletion")
    func appendOnly() throws {
        let test = try TestRegistrar()
        try test.register("s", "\"int\"")
        let connection = try PostgresConnection(url: test.databaseURL)
        for statement in [
            "UPDATE sluice.registry_log SET actor = 'x'", "DELETE FROM sluice.registry_log",
            "TRUNCATE sluice.registry_log",
        ] {
            let error = try #require(throws: PostgresError.self) { try connection.query(statement) }
            #expect(error.message.contains("append-only"))
        }
    }

    @Test("a subject is shown as it was, also what was deleted for good since")
    func asOf() throws {
        let test = try TestRegistrar()
        let before = try now(test)
        try test.register("s", Sample.fields("a"))
        let one = try now(test)
        try test.register("s", Sample.fields("a", "b"))
        let two = try now(test)
        try delete(test, "s", 2)
        let deleted = try now(test)
        try delete(test, "s", 1)
        _ = try test.registrar.deleteSubject(SubjectName("s"), permanently: true, by: test.actor)
        try test.register("s", "\"int\"")
        func numbers(_ time: Int64, _ state: VersionState = .live) throws -> [Int] {
            try test.registrar.versions(of: SubjectName("s"), asOf: time, state).map(\.version)
        }
        #expect(try numbers(before) == [])
        #expect(try numbers(one) == [1])
        #expect(try numbers(two) == [1, 2])
        #expect(try numbers(deleted) == [1])
        #expect(try numbers(deleted, .any) == [1, 2])
        #expect(try numbers(now(test)) == [1])
        let latest = try test.registrar.version(.latest, of: SubjectName("s"), asOf: two)
        #expect(latest.version == 2 && latest.schema.id == 2)
        #expect(latest.schema.content.text == Sample.fields("a", "b"))
        #expect(
            try test.registrar.version(.latest, of: SubjectName("s"), asOf: now(test)).schema.content.text == "\"int\"")
        #expect(
            try refusal { try test.registrar.version(.latest, of: SubjectName("s"), asOf: before) } == 40401)
        #expect(
            try refusal { try test.registrar.version(.number(2), of: SubjectName("s"), asOf: one) } == 40402)
    }

    @Test("softly deleted versions come back; of two with one content the newest")
    func undelete() throws {
        let test = try TestRegistrar()
        let subject = SubjectName("s")
        try test.register("s", Sample.fields("a"))
        try delete(test, "s")
        try test.register("s", Sample.fields("a"))
        try test.register("s", Sample.fields("a", "b"))
        try delete(test, "s")
        #expect(try test.registrar.undelete(nil, of: subject, by: test.actor) == [2, 3])
        #expect(try test.numbers("s") == [2, 3])
        #expect(try test.latest("s") == 3)
        #expect(try refusal { try test.registrar.undelete(1, of: subject, by: test.actor) } == 42205)
        #expect(try test.registrar.undelete(3, of: subject, by: test.actor) == [])
        #expect(try refusal { try test.registrar.undelete(9, of: subject, by: test.actor) } == 40402)
        #expect(try refusal { try test.registrar.undelete(nil, of: SubjectName("t"), by: test.actor) } == 40401)
    }

    @Test("a version that was deleted for good comes back with its id, unless its content has another now")
    func restore() throws {
        let test = try TestRegistrar()
        let subject = SubjectName("s")
        let first = try test.register("s", Sample.fields("a"))
        try delete(test, "s", forGood: true)
        #expect(try refusal { try test.registrar.schema(id: first.schema.id) } == 40403)
        #expect(try test.registrar.undelete(1, of: subject, by: test.actor) == [1])
        #expect(try test.registrar.schema(id: first.schema.id).stored.content == first.schema.content)
        #expect(try test.register("s", Sample.fields("a")).schema.id == first.schema.id)
        try delete(test, "s", forGood: true)
        #expect(try test.register("t", Sample.fields("a")).schema.id != first.schema.id)
        #expect(try refusal { try test.registrar.undelete(1, of: subject, by: test.actor) } == 42205)
    }

    @Test("what comes back must not refer to what is deleted")
    func references() throws {
        let test = try TestRegistrar()
        try test.register("item", #"{"type":"record","name":"Item","fields":[]}"#)
        try test.register(
            "user", #"{"type":"record","name":"User","fields":[{"name":"item","type":"Item"}]}"#,
            [("references", [["name": "Item", "subject": "item", "version": 1]])])
        try delete(test, "user")
        try delete(test, "item")
        #expect(
            try refusal { try test.registrar.undelete(nil, of: SubjectName("user"), by: test.actor) } == 42201)
        #expect(try test.registrar.undelete(nil, of: SubjectName("item"), by: test.actor) == [1])
        #expect(try test.registrar.undelete(nil, of: SubjectName("user"), by: test.actor) == [1])
    }

    @Test("what comes back must follow what is live, and be followed by it, unless it is forced")
    func compatibility() throws {
        let test = try TestRegistrar()
        let subject = SubjectName("s")
        func undelete(_ version: Int?, force: Bool = false) throws -> [Int] {
            try test.registrar.undelete(version, of: subject, force: force, by: test.actor)
        }
        // The type of a was changed while version 1 was gone.
        try test.register("s", Sample.record("R", "\"string\""))
        try delete(test, "s")
        try test.register("s", Sample.record("R", "\"int\""))
        let refused = #expect(throws: RegistryError.self) { try undelete(1) }
        #expect(refused?.code == 409)
        #expect(refused?.message.contains("version 2, which is live, is incompatible with it") == true)
        #expect(try refusal { try undelete(nil) } == 409)
        #expect(try test.numbers("s") == [2], "nothing was brought back")
        // The level in force counts.
        try test.set("s", ["compatibility": "NONE"])
        #expect(try undelete(1) == [1])
        try delete(test, "s", 1)
        try test.set("s", ["compatibility": "BACKWARD"])
        #expect(try undelete(1, force: true) == [1])

        // The other way round: what comes back is the newest, and can't read what is there.
        try test.set("s", ["compatibility": "NONE"])
        try test.register("s", Sample.record("R", "\"boolean\""))
        try delete(test, "s", 3)
        try test.set("s", ["compatibility": "BACKWARD"])
        let newest = #expect(throws: RegistryError.self) { try undelete(3) }
        #expect(newest?.message.contains("it is incompatible with version 2") == true)
        #expect(try undelete(3, force: true) == [3])
    }

    @Test("so must what was deleted for good; those that come back together were accepted once")
    func compatibilityOfMany() throws {
        let test = try TestRegistrar()
        let subject = SubjectName("s")
        try test.register("s", Sample.record("R", "\"string\""))
        try test.set("s", ["compatibility": "NONE"])
        try test.register("s", Sample.record("R", "\"int\""))
        try delete(test, "s")
        try test.set("s", ["compatibility": "FULL_TRANSITIVE"])
        #expect(try test.registrar.undelete(nil, of: subject, by: test.actor) == [1, 2])
        try delete(test, "s", 1, forGood: true)
        #expect(try refusal { try test.registrar.undelete(1, of: subject, by: test.actor) } == 409)
        #expect(try refusal { try test.registrar.schema(id: 1) } == 40403)
        #expect(try test.registrar.undelete(1, of: subject, force: true, by: test.actor) == [1])
        #expect(try test.registrar.schema(id: 1).stored.id == 1)
    }

    @Test("a number that was given is given again only after all versions were deleted for good")
    func numbers() throws {
        let test = try TestRegistrar()
        try test.register("s", Sample.fields("a"))
        try test.register("s", Sample.fields("a", "b"))
        try delete(test, "s", 2, forGood: true)
        #expect(try test.register("s", Sample.fields("a", "c")).version == 3)
        try delete(test, "s", forGood: true)
        #expect(try test.register("s", Sample.fields("a", "c")).version == 1)
    }

    @Test("the feed gives each change once, in order, and waits for more")
    func feed() throws {
        let test = try TestRegistrar()
        try test.register("s", Sample.fields("a"))
        try eventually("the change is decided") {
            try test.registrar.changes(after: .start, limit: 10).count == 1
        }
        let position = try test.registrar.newestPosition()
        #expect(ChangePosition(position.text) == position)
        #expect(try test.registrar.changes(after: position, limit: 10).isEmpty)
        // An open transaction with a change holds back what comes after it, so that nothing appears out of order.
        let open = try PostgresConnection(url: test.databaseURL)
        try open.execute(
            "BEGIN; INSERT INTO sluice.registry_log (actor, remote_address, action, context, subject) "
                + "VALUES ('x', '', 'config', '.', 'early')")
        try test.register("s", Sample.fields("a", "b"))
        #expect(try test.registrar.changes(after: position, limit: 10).isEmpty)
        try open.execute("COMMIT")
        test.registrar.waitForChange(after: position, milliseconds: 30_000)
        // Transactions of other tests may hold the second back a little longer.
        try eventually("both are decided") { try test.registrar.changes(after: position, limit: 10).count == 2 }
        #expect(
            try test.registrar.changes(after: position, limit: 10).map(\.subject.name) == ["early", "s"])
    }
}
