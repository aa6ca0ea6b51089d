// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientPostgreSQL
import Formats
import Registry
import TestKit
import Testing

/// A registry over a database of its own, and a client of it.
final class TestRegistry: Sendable {
    let databaseURL: String
    private let service: RegistryService
    private let client = HTTPClient()

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

    struct Answer {
        let status: Int
        let text: String
        let contentType: String?
        let headers: [(String, String)]

        /// The first header of that name.
        func header(_ name: String) -> String? {
            headers.first { $0.0.lowercased() == name.lowercased() }?.1
        }

        /// The body as JSON.
        var json: JSONValue? { try? JSONValue.parse(text) }

        /// The error's code; nil for bodies that are not exactly an error's two members.
        var errorCode: Int? {
            guard case .object(let members)? = json, members.map(\.name) == ["error_code", "message"],
                case .number(let code) = members[0].value, case .string = members[1].value
            else { return nil }
            return Int(code)
        }
    }

    @discardableResult
    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [(String, String)] = []
    ) throws -> Answer {
        try send(method, path, text: body?.text(), headers: headers)
    }

    func get(_ path: String) throws -> Answer { try send("GET", path) }

    /// Registers an Avro schema and answers its id.
    @discardableResult
    func register(_ subject: String, _ schema: String, references: JSONValue? = nil) throws -> Int {
        let answer = try send(
            "POST", "/subjects/\(subject)/versions", ["schema": .string(schema), "references": references ?? .null])
        guard answer.status == 200, case .number(let id)? = answer.json?["id"], let id = Int(id) else {
            throw TestKitError("registration of \(subject) answered \(answer.status): \(answer.text)")
        }
        return id
    }
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

extension TestRegistry {
    /// Sends a body as it is.
    func send(
        _ method: String, _ path: String, text: String?, headers: [(String, String)] = []
    ) throws -> Answer {
        try send(method, path, bytes: text.map { Array($0.utf8) }, headers: headers)
    }

    func send(
        _ method: String, _ path: String, bytes: [UInt8]?, headers: [(String, String)] = []
    ) throws -> Answer {
        var headers = headers
        if bytes != nil, !headers.contains(where: { $0.0 == "Content-Type" }) {
            headers.append(("Content-Type", "application/vnd.schemaregistry.v1+json"))
        }
        let response = try client.send(
            method: method, url: url + path, headers: headers, body: bytes)
        return Answer(
            status: response.status, text: response.text, contentType: response.header("Content-Type"),
            headers: response.headers)
    }
}
