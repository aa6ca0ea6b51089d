// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Modes: what may be written")
struct ModeTests {
    private func set(
        _ test: TestRegistrar, _ place: String, _ mode: RegistryMode, force: Bool = false, recursive: Bool = false
    ) throws -> Int? {
        try refusal {
            try test.registrar.setMode(
                SubjectName(place), mode, force: force, recursive: recursive, by: test.actor)
        }
    }

    @Test(
        "read only, nothing can be changed, but what is registered is answered as ever",
        arguments: [
            RegistryMode.readOnly, .readOnlyOverride, .forward,
        ])
    func readOnly(mode: RegistryMode) throws {
        let test = try TestRegistrar()
        let id = try test.register("s", "\"int\"").schema.id
        #expect(try set(test, "s", mode) == nil)
        #expect(try test.register("s", "\"int\"").schema.id == id)
        #expect(try refusal { try test.register("s", "\"long\"") } == 42205)
        // Before the check: a schema that does not fit is refused for the mode.
        #expect(try refusal { try test.register("s", "\"boolean\"") } == 42205)
        let subject = SubjectName("s")
        #expect(
            try refusal { try test.registrar.deleteSubject(subject, permanently: false, by: test.actor) } == 42205)
        #expect(
            try refusal {
                try test.registrar.deleteVersion(.latest, of: subject, permanently: false, by: test.actor)
            } == 42205)
        #expect(try refusal { try test.set("s", ["compatibility": "NONE"]) } == 42205)
        #expect(try test.register("other", "\"long\"").version == 1)
        #expect(try set(test, "s", .readWrite) == nil)
        #expect(try test.register("s", "\"long\"").version == 2)
    }

    @Test("the registry's READONLY_OVERRIDE holds whatever subjects say; READONLY yields to theirs")
    func override() throws {
        let test = try TestRegistrar()
        #expect(try set(test, "s", .readWrite) == nil)
        #expect(try set(test, "", .readOnly) == nil)
        #expect(try test.register("s", "\"int\"").version == 1)
        #expect(try refusal { try test.register("t", "\"int\"") } == 42205)
        #expect(try set(test, "", .readOnlyOverride) == nil)
        #expect(try refusal { try test.register("s", "\"long\"") } == 42205)
        #expect(try test.registrar.mode(SubjectName("s"), inForce: true) == .readOnlyOverride)
        #expect(try test.registrar.mode(SubjectName("s"), inForce: false) == .readWrite)
        #expect(try refusal { try test.registrar.mode(SubjectName("t"), inForce: false) } == 40409)
    }

    @Test("in IMPORT schemas bring ids and versions, and no check is made; what another has is not overwritten")
    func importing() throws {
        let test = try TestRegistrar()
        try test.register("there", "\"int\"")
        #expect(try set(test, "there", .importing) == 42205)
        #expect(try set(test, "", .importing) == 42205)
        #expect(try set(test, "s", .importing) == nil)
        #expect(try refusal { try test.register("s", "\"bytes\"") } == 42205, "without an id")
        let made = try test.register("s", "\"bytes\"", [("id", 70), ("version", 5)])
        #expect(made.schema.id == 70 && made.version == 5)
        #expect(try test.register("s", "\"bytes\"", [("id", 70)]).version == 5)
        #expect(try test.register("s", "\"boolean\"", [("id", 71), ("version", 2)]).version == 2)
        #expect(try test.numbers("s") == [2, 5])
        // The other subject has this content as 1.
        #expect(try refusal { try test.register("s", "\"int\"", [("id", 72)]) } == 42207)
        #expect(try test.register("s", "\"int\"", [("id", 1)]).version == 6)
        #expect(try refusal { try test.register("s", "\"long\"", [("id", 70)]) } == 42205, "the id is another's")
        #expect(try refusal { try test.register("s", "\"long\"", [("id", 90), ("version", 5)]) } == 42205)
        // From here the registry counts on.
        #expect(try test.register("other", "\"double\"").schema.id == 72)
        #expect(try refusal { try test.register("other", "\"float\"", [("id", 100)]) } == 42205, "not in IMPORT")
    }

    @Test("in IMPORT a content that has another id already is refused, under its own subject as under others")
    func otherID() throws {
        let test = try TestRegistrar()
        #expect(try set(test, "", .importing) == nil)
        func register(_ subject: String, id: Int) throws -> Int? {
            var request = try SchemaRequest(Sample.request("\"int\""), maxBytes: 1000)
            request.id = id
            return try refusal {
                try test.registrar.register(request, under: SubjectName(subject), normalize: false, by: test.actor)
            }
        }
        #expect(try register("s", id: 5000) == nil)
        #expect(try register("s", id: 5000) == nil, "the same once more")
        #expect(try register("s", id: 5001) == 42207)
        #expect(try register("t", id: 5001) == 42207)
        #expect(try refusal { try test.registrar.schema(id: 5001) } == 40403)
    }

    @Test("an id that would leave none to count on is not imported, and the registry goes on")
    func highIDs() throws {
        let test = try TestRegistrar()
        #expect(try set(test, "s", .importing) == nil)
        for id: JSONValue in [2_147_483_647, 2_000_000_001] {
            #expect(try refusal { try test.register("s", "\"bytes\"", [("id", id)]) } == 42201)
        }
        #expect(try test.register("other", "\"int\"").schema.id == 1)
        #expect(try test.register("s", "\"bytes\"", [("id", 2_000_000_000)]).schema.id == 2_000_000_000)
        #expect(try test.register("other", "\"long\"").schema.id == 2_000_000_001)
    }

    @Test("a mode can be forced; removed, the next above holds, below a context for all")
    func removal() throws {
        let test = try TestRegistrar()
        try test.register(":.a:s", "\"int\"")
        #expect(try set(test, ":.a:", .importing) == 42205)
        #expect(try set(test, ":.a:", .importing, force: true) == nil)
        #expect(try set(test, ":.a:s", .readOnly) == nil)
        #expect(try set(test, ":.a:", .readWrite, recursive: true) == nil)
        #expect(try test.registrar.mode(SubjectName(":.a:s"), inForce: true) == .readWrite)
        func remove(_ place: String, recursive: Bool = false) throws -> RegistryMode {
            try test.registrar.removeMode(SubjectName(place), recursive: recursive, by: test.actor)
        }
        #expect(try refusal { try remove(":.a:s") } == 40401)
        #expect(try set(test, ":.a:s", .readOnly) == nil)
        #expect(try remove(":.a:", recursive: true) == .readWrite)
        #expect(try test.registrar.mode(SubjectName(":.a:s"), inForce: true) == .readWrite)
        #expect(try refusal { try remove(":.a:", recursive: true) } == 40401)
        #expect(try remove("") == .readWrite)
    }
}
