// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientPostgreSQL
import Formats
import Registry
import TestKit
import Testing

/// A registry over a database of its own, and a client of it.
final class TestRegistry: RegistryCaller {
    let databaseURL: String
    private let service: RegistryService
    let client = HTTPClient()

    /// Starts one; over another's database where that is given.
    init(
        databaseURL: String? = nil, configure: (inout RegistryConfiguration) -> Void = { _ in }
    ) throws {
        self.databaseURL = try databaseURL ?? Self.makeDatabase(PostgresCluster.shared())
        var configuration = RegistryConfiguration(databaseURL: self.databaseURL, port: 0)
        configuration.threads = 4
        configure(&configuration)
        service = RegistryService(configuration: configuration)
        try service.start()
    }

    deinit { service.stop() }

    /// A new database with the tables.
    static func makeDatabase(_ cluster: PostgresCluster) throws -> String {
        let url = try cluster.makeDatabase()
        try Migrator(folder: ProjectRoot.path + "/migrations").migrate(on: PostgresConnection(url: url))
        return url
    }

    var url: String { "http://127.0.0.1:\(service.port)" }

    typealias Answer = RegistryAnswer
}

/// Schemas that tests register.
enum Sample {
    /// A record with one field of a type.
    static func record(_ name: String = "R", _ type: String = "\"int\"") -> String {
        #"{"type":"record","name":"\#(name)","fields":[{"name":"a","type":\#(type)}]}"#
    }

    /// The record with a second field, which has a default.
    static func wider(_ name: String = "R") -> String {
        #"{"type":"record","name":"\#(name)","fields":[{"name":"a","type":"int"},"#
            + #"{"name":"b","type":"string","default":""}]}"#
    }

    static func request(_ schema: String) -> JSONValue { ["schema": .string(schema)] }
}
