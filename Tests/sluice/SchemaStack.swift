// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientPostgreSQL
import ClientRegistry
import Formats
import Foundation
import Registry
import TestKit

@testable import sluice

/// A registry over a database of its own, and the command line beside it.
final class SchemaStack: Sendable {
    let client: RegistryClient
    let url: String
    private let service: RegistryService

    init() throws {
        let database = try PostgresCluster.shared().makeDatabase()
        try Migrator(folder: ProjectRoot.path + "/migrations").migrate(on: PostgresConnection(url: database))
        var configuration = RegistryConfiguration(databaseURL: database, port: 0)
        configuration.threads = 4
        service = RegistryService(configuration: configuration)
        try service.start()
        url = "http://127.0.0.1:\(service.port)"
        client = RegistryClient(url: url)
    }

    deinit { service.stop() }

    /// Runs the real command line in this process.
    func sluice(_ words: String...) -> Run { Run(words, environment: ["SLUICE_REGISTRY": url]) }

    func push(_ folder: String, _ options: String...) -> Run {
        Run(["schema", "push", "--no-topics", folder] + options, environment: ["SLUICE_REGISTRY": url])
    }

    /// Registers a folder, as the start of a test.
    func pushed(_ folder: String) throws {
        let run = push(folder)
        guard run.exitCode == .done else { throw TestKitError("push: \(run.output)\(run.errors)") }
    }

    /// Sends a request to the registry as any client would.
    @discardableResult
    func send(_ method: String, _ path: String, _ body: String? = nil) throws -> HTTPResponse {
        try HTTPClient().send(
            method: method, url: url + path,
            headers: body == nil ? [] : [("Content-Type", "application/vnd.schemaregistry.v1+json")],
            body: body.map { Array($0.utf8) })
    }
}

extension Run {
    /// Where commands keep their state, in tests.
    static let stateFolder = (try? TemporaryFolder.make("state")) ?? "/nonexistent"

    /// All commands.
    init(_ words: [String], environment: [String: String] = [:]) {
        let out = TextBuffer()
        let err = TextBuffer()
        let console = Console(out: out, err: err, isLive: false, isColoured: false, width: 100)
        let code = Tool(commands: CommandCatalog.all).run(
            words,
            environment: environment.merging(["SLUICE_DATA": "/nonexistent", "XDG_STATE_HOME": Self.stateFolder]) {
                given, _ in given
            },
            console: console)
        self.init(exitCode: code, output: out.text, errors: err.text)
    }

    var json: JSONValue? { try? JSONValue.parse(output) }
}

/// A temporary folder of files.
struct SampleFolder {
    let path: String

    init(_ files: [String: String]) throws {
        path = try TemporaryFolder.make("schemas")
        for (name, text) in files { try write(name, text) }
    }

    func write(_ name: String, _ text: String) throws {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// An order that uses an address of a folder within; the address has a street, and the fields given.
    static func orders(_ more: String = "") throws -> SampleFolder {
        try SampleFolder([
            "orders-value.avsc": """
            {
              "type": "record",
              "name": "Order",
              "namespace": "shop",
              "fields": [
                {"name": "to", "type": "Address"}
              ]
            }

            """,
            "common/address.avsc": """
            {
              "type": "record",
              "name": "Address",
              "namespace": "shop",
              "fields": [
                {"name": "street", "type": "string"}\(more.isEmpty ? "" : ",\n    " + more)
              ]
            }

            """,
        ])
    }
}
