// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientPostgreSQL
import Formats
import Glibc
import TestKit
import Testing

@testable import Registry

/// A registry's operations without HTTP, over a database of its own.
final class TestRegistrar: Sendable {
    let databaseURL: String
    let registrar: Registrar
    private let tailer: ChangeTailer
    private let announcer: ChangeAnnouncer

    /// Starts one; over another's database where that is given.
    init(databaseURL: String? = nil, cacheBytes: Int = 16 << 20) throws {
        self.databaseURL = try databaseURL ?? TestRegistry.makeDatabase(PostgresCluster.shared())
        let store = RegistryStore(url: self.databaseURL, connections: 4)
        let mirror = RegistryMirror(store: store, bytes: cacheBytes)
        tailer = ChangeTailer(url: self.databaseURL, mirror: mirror)
        announcer = ChangeAnnouncer(store: store)
        registrar = Registrar(
            store: store, mirror: mirror, announcer: announcer, tailer: tailer, incompatibleCode: 409)
        try tailer.start()
        try announcer.start()
    }

    deinit {
        announcer.stop()
        tailer.stop()
    }

    var mirror: RegistryMirror { registrar.mirror }
    let actor = Actor(name: "tester", remoteAddress: "192.0.2.1")

    @discardableResult
    func register(_ subject: String, _ schema: String, _ more: [(String, JSONValue)] = []) throws -> StoredVersion {
        try registrar.register(
            Self.request(schema, more), under: SubjectName(subject), normalize: false, by: actor
        ).version
    }

    static func request(_ schema: String, _ more: [(String, JSONValue)] = []) throws -> SchemaRequest {
        let members = [("schema", JSONValue.string(schema))] + more
        return try SchemaRequest(.object(members.map { .init(name: $0.0, value: $0.1) }), maxBytes: 1 << 20)
    }

    func set(_ place: String, _ config: JSONValue) throws {
        try registrar.setConfig(SubjectName(place), SubjectConfigChange(config), by: actor)
    }

    func numbers(_ subject: String, _ state: VersionState = .live) throws -> [Int] {
        try registrar.versionNumbers(of: SubjectName(subject), state).map(\.version)
    }

    func latest(_ subject: String) throws -> Int {
        try registrar.version(.latest, of: SubjectName(subject)).stored.version
    }

    /// Waits until the feed is read, so that reads come from memory.
    func awaitFeed() throws { try eventually("the feed is read") { mirror.isFresh } }
}

/// The code that an operation refuses with; nil if it does not.
func refusal<T>(_ body: () throws -> T) throws -> Int? {
    do {
        _ = try body()
        return nil
    } catch let error as RegistryError {
        return error.code
    }
}

/// Waits for something that another thread does; an error after half a minute.
func eventually(_ what: String, _ isTrue: () throws -> Bool) throws {
    for _ in 0..<6000 {
        if try isTrue() { return }
        usleep(5000)
    }
    throw TestKitError("half a minute went by before \(what)")
}

extension Sample {
    /// A record of the fields given, each an int with a default.
    static func fields(_ names: String...) -> String {
        let fields = names.map { #"{"name":"\#($0)","type":"int","default":0}"# }
        return #"{"type":"record","name":"R","fields":[\#(fields.joined(separator: ","))]}"#
    }
}
