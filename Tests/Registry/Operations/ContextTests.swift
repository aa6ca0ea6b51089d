// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Contexts: name spaces with ids of their own")
struct ContextTests {
    @Test("ids are counted in each context; the same content has one id in a context, and one guid in all")
    func ids() throws {
        let test = try TestRegistrar()
        let first = try test.register("s", "\"int\"")
        let other = try test.register(":.a:s", "\"long\"")
        #expect(first.schema.id == 1 && other.schema.id == 1 && other.schema.context == ".a")
        #expect(try test.register(":.a:t", "\"long\"").schema.id == 1)
        let same = try test.register(":.a:u", "\"int\"", [("version", -1)])
        #expect(same.schema.id == 2 && same.schema.guid == first.schema.guid)
        let found = try test.registrar.schemas(guid: first.schema.guid)
        #expect(found.map { "\($0.context) \($0.id)" } == [". 1", ".a 2"])
        #expect(try test.registrar.contexts() == [".", ".a"])
        #expect(try test.registrar.contexts(prefix: ".a") == [".a"])
        #expect(try test.registrar.maxSchemaID(in: ".a") == 2)
    }

    @Test("reads without a context fall through to the others, in the order of their names; reads with one don't")
    func fallThrough() throws {
        let test = try TestRegistrar()
        try test.register(":.b:s", "\"int\"")
        try test.register(":.a:s", "\"long\"")
        try test.register("mine", "\"string\"")
        func text(_ subject: String, _ version: VersionName = .latest) throws -> String {
            try test.registrar.version(version, of: SubjectName(subject)).stored.schema.content.text
        }
        #expect(try text("s") == "\"long\"")
        #expect(try text("s", .number(1)) == "\"long\"")
        #expect(try text(":.b:s") == "\"int\"")
        #expect(try refusal { try text(":.c:s") } == 40401)
        #expect(try refusal { try text("none") } == 40401)
        let found = try test.registrar.lookup(
            TestRegistrar.request("\"int\""), under: SubjectName("s"), normalize: false, includeDeleted: false)
        #expect(found.subject == SubjectName(":.b:s"))
        // The default context has the id 1 itself; 2 it has not.
        #expect(try test.registrar.schema(id: 1).stored.content.text == "\"string\"")
        try test.register(":.b:s", "\"double\"", [])
        #expect(try test.registrar.schema(id: 2).stored.context == ".b")
        #expect(try refusal { try test.registrar.schema(id: 2, in: SubjectName(":.a:")) } == 40403)
        // A name asks for an id that the subject has.
        #expect(try test.registrar.schema(id: 1, in: SubjectName("s")).stored.context == ".a")
    }

    @Test("an id that was deleted for good is not looked for in other contexts, where it is another schema")
    func forgottenID() throws {
        let test = try TestRegistrar()
        let id = try test.register("s", "\"int\"").schema.id
        #expect(try test.register(":.x:t", "\"long\"").schema.id == id)
        #expect(try test.registrar.schema(id: id).stored.content.text == "\"int\"")
        for permanently in [false, true] {
            _ = try test.registrar.deleteSubject(SubjectName("s"), permanently: permanently, by: test.actor)
        }
        #expect(try refusal { try test.registrar.schema(id: id) } == 40403)
        let inContext = SubjectName(context: ".x", name: "")
        #expect(try test.registrar.schema(id: id, in: inContext).stored.content.text == "\"long\"")
        // One that the default context never gave falls through.
        let other = try test.register(":.x:u", "\"string\"")
        #expect(try test.registrar.schema(id: other.schema.id).stored.content.text == "\"string\"")
    }

    @Test("lists stay in their context, or show all with :*:")
    func lists() throws {
        let test = try TestRegistrar()
        for subject in ["t", "s", ":.a:s", ":.b:t"] { try test.register(subject, "\"int\"") }
        func list(_ prefix: String) throws -> [String] {
            try test.registrar.subjects(SubjectScope(prefix), .live).map(\.text)
        }
        #expect(try list("") == ["s", "t"])
        #expect(try list(":.a:") == [":.a:s"])
        #expect(try list(":*:") == ["s", "t", ":.a:s", ":.b:t"])
        #expect(try list(":*:t") == ["t", ":.b:t"])
        #expect(try list(":.b:s") == [])
        let page = Page(offset: 1, limit: 2)
        let all = SubjectScope(":*:")
        #expect(
            try test.registrar.versions(all, .live, latestOnly: true, page).map(\.subject.text) == ["t", ":.a:s"])
    }

    @Test("references without a context stay in that of who refers; qualified ones leave it")
    func references() throws {
        let test = try TestRegistrar()
        let item = #"{"type":"record","name":"Item","fields":[]}"#
        let user = #"{"type":"record","name":"User","fields":[{"name":"item","type":"Item"}]}"#
        try test.register(":.a:item", item)
        #expect(
            try refusal {
                try test.register("user", user, [("references", [["name": "Item", "subject": "item", "version": 1]])])
            } == 42201)
        try test.register(":.a:user", user, [("references", [["name": "Item", "subject": "item", "version": -1]])])
        try test.register("user", user, [("references", [["name": "Item", "subject": ":.a:item", "version": 1]])])
        let found = try test.registrar.referrers(to: .latest, of: SubjectName(":.a:item"), .live, .all)
        #expect(found == [SchemaKey(context: ".", id: 1), SchemaKey(context: ".a", id: 2)])
        #expect(
            try refusal {
                try test.registrar.deleteSubject(SubjectName(":.a:item"), permanently: false, by: test.actor)
            } == 42206)
    }

    @Test("a context is deleted once it is empty, and goes on counting ids if it comes back")
    func deletion() throws {
        let test = try TestRegistrar()
        try test.register(":.a:s", "\"int\"")
        func delete(_ name: String) throws -> Int? {
            try refusal { try test.registrar.deleteContext(name, by: test.actor) }
        }
        #expect(try delete(".a") == 42211)
        for permanently in [false, true] {
            _ = try test.registrar.deleteSubject(SubjectName(":.a:s"), permanently: permanently, by: test.actor)
            #expect(try delete(".a") == (permanently ? nil : 42211))
        }
        #expect(try test.registrar.contexts() == ["."])
        #expect(try delete(".a") == 404)
        #expect(try delete(".") == 42205)
        #expect(try test.register(":.a:s", "\"int\"").schema.id == 2)
        #expect(try test.registrar.contexts() == [".", ".a"])
    }

    @Test("settings are the subject's, else the context's, else the registry's")
    func settings() throws {
        let test = try TestRegistrar()
        func level(_ place: String) throws -> CompatibilityLevel? {
            let config = try test.registrar.config(SubjectName(place), inForce: true)
            return config.compatibility
        }
        #expect(try level(":.a:s") == .backward)
        try test.set("", ["compatibility": "NONE"])
        try test.set(":.a:", ["compatibility": "FULL"])
        #expect(try level(":.a:s") == .full)
        #expect(try level(":.a:") == .full)
        #expect(try level("s") == CompatibilityLevel.none)
        try test.set(":.a:s", ["compatibility": "FORWARD"])
        #expect(try level(":.a:s") == .forward)
        _ = try test.registrar.removeConfig(SubjectName(":.a:"), by: test.actor)
        #expect(try level(":.a:t") == CompatibilityLevel.none)
        #expect(try refusal { try test.registrar.config(SubjectName(":.a:"), inForce: false) } == 40408)
        #expect(try refusal { try test.registrar.removeConfig(SubjectName(":.a:"), by: test.actor) } == 40401)
    }
}
