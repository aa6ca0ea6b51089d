// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats
import TestKit

/// A registry that a test talks to, in this process or in one of its own.
protocol RegistryCaller: Sendable {
    var url: String { get }
    var client: HTTPClient { get }
}

/// What a registry answered.
struct RegistryAnswer {
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

extension RegistryCaller {
    func get(_ path: String) throws -> RegistryAnswer { try send("GET", path) }

    @discardableResult
    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [(String, String)] = []
    ) throws -> RegistryAnswer {
        try send(method, path, text: body?.text(), headers: headers)
    }

    /// Sends a body as it is.
    func send(
        _ method: String, _ path: String, text: String?, headers: [(String, String)] = []
    ) throws -> RegistryAnswer {
        try send(method, path, bytes: text.map { Array($0.utf8) }, headers: headers)
    }

    func send(
        _ method: String, _ path: String, bytes: [UInt8]?, headers: [(String, String)] = []
    ) throws -> RegistryAnswer {
        var headers = headers
        if bytes != nil, !headers.contains(where: { $0.0 == "Content-Type" }) {
            headers.append(("Content-Type", "application/vnd.schemaregistry.v1+json"))
        }
        let response = try client.send(method: method, url: url + path, headers: headers, body: bytes)
        return RegistryAnswer(
            status: response.status, text: response.text, contentType: response.header("Content-Type"),
            headers: response.headers)
    }

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
