// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import SluiceRuntime
import Synchronization
import Testing

@testable import ClientRegistry

@Suite("The registry's client speaks the interface of schema registries, and tells what it was refused")
struct RegistryClientTests {
    /// A server that answers each request by a closure and remembers what it was asked.
    private final class Script: Sendable {
        let asked = Mutex<[String]>([])
        let answer: @Sendable (_ method: String, _ path: String, _ body: String) -> HTTPResponse

        init(_ answer: @escaping @Sendable (_ method: String, _ path: String, _ body: String) -> HTTPResponse) {
            self.answer = answer
        }

        func run<Result>(_ body: (RegistryClient) throws -> Result) throws -> Result {
            let server = HTTPServer(
                configuration: .init(host: "127.0.0.1", port: 0, threads: 1, maxBodyBytes: 1 << 20, name: "script")
            ) { request, responder in
                let text = String(decoding: request.body.bytes, as: UTF8.self)
                self.asked.withLock { $0.append("\(request.method) \(request.path)") }
                responder.respond(self.answer(request.method, request.path, text))
            }
            try server.start()
            defer { server.stop() }
            return try body(RegistryClient(url: "http://127.0.0.1:\(server.port)/"))
        }
    }

    private static func json(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }

    @Test("A schema by id is asked for once; a missing type is Avro")
    func cache() throws {
        let script = Script { _, _, _ in Self.json(200, #"{"schema":"\"string\""}"#) }
        try script.run { client in
            for _ in 0..<3 {
                let schema = try client.schema(id: 7)
                #expect(schema.text == "\"string\"")
                #expect(schema.type == .avro)
                #expect(schema.id == 7)
            }
        }
        #expect(script.asked.withLock { $0 } == ["GET /schemas/ids/7"])
    }

    @Test("Subjects, versions and registering use the established paths; names are escaped")
    func paths() throws {
        let script = Script { method, path, body in
            switch (method, path) {
            case ("GET", "/subjects"): Self.json(200, #"["a-value","b-value"]"#)
            case ("GET", "/subjects/a/versions"): Self.json(200, "[1,2]")
            case ("POST", _):
                Self.json(200, body.contains(#""schemaType":"PROTOBUF""#) ? #"{"id":2}"# : #"{"id":1,"version":9}"#)
            default:
                Self.json(
                    200,
                    #"{"subject":"s","version":3,"id":11,"schemaType":"PROTOBUF","schema":"syntax = \"proto3\";"}"#)
            }
        }
        try script.run { client in
            #expect(try client.subjects() == ["a-value", "b-value"])
            #expect(try client.versions(subject: "a") == [1, 2])
            let latest = try client.latest(subject: "a/b c")
            #expect(latest.version == 3)
            #expect(latest.id == 11)
            #expect(latest.type == .protobuf)
            #expect(try client.register(subject: "s", text: "\"int\"") == 1)
            #expect(try client.register(subject: "s", text: "syntax", type: .protobuf) == 2)
        }
        #expect(script.asked.withLock { $0 }.contains { $0.hasPrefix("GET /subjects/a") && $0.hasSuffix("/latest") })
    }

    @Test("A refusal carries the registry's code and message, and says which request it was")
    func refusal() throws {
        let script = Script { _, path, _ in
            path.hasPrefix("/compatibility")
                ? Self.json(200, #"{"is_compatible":false,"messages":["READER_FIELD_MISSING_DEFAULT_VALUE"]}"#)
                : Self.json(404, #"{"error_code":40401,"message":"Subject 'x' not found."}"#)
        }
        try script.run { client in
            let error = #expect(throws: RegistryClientError.self) { try client.latest(subject: "x") }
            #expect(error?.code == 40401)
            #expect(error?.isNotFound == true)
            #expect(error?.description.contains("Subject 'x' not found.") == true)
            #expect(error?.description.contains("/subjects/x/versions/latest") == true)
            #expect(try client.lookup(subject: "x", text: "\"int\"") == nil)
            let verdict = try client.checkCompatibility(subject: "x", text: "\"int\"")
            #expect(!verdict.isCompatible)
            #expect(verdict.messages == ["READER_FIELD_MISSING_DEFAULT_VALUE"])
        }
    }

    @Test("What is no registry, and what is not there, are told apart")
    func otherServers() throws {
        let web = Script { _, _, _ in Self.json(200, "<html>") }
        try web.run { client in
            let error = #expect(throws: RegistryClientError.self) { try client.subjects() }
            #expect(error?.isUnreachable == false)
        }
        let broken = Script { _, _, _ in Self.json(500, #"{"error_code":50001,"message":"store failed"}"#) }
        try broken.run { client in
            #expect(#expect(throws: RegistryClientError.self) { try client.subjects() }?.isUnreachable == true)
        }
        let nobody = RegistryClient(url: "http://127.0.0.1:1")
        let error = #expect(throws: RegistryClientError.self) { try nobody.subjects() }
        #expect(error?.isUnreachable == true)
        #expect(error?.description.contains("http://127.0.0.1:1") == true)
    }

    @Test(
        "A key is sent as the Bearer token, a login in the URL as Basic, and neither is shown",
        arguments: [
            ("http://127.0.0.1:1/", nil, nil), ("http://127.0.0.1:1/", "k", "Bearer k"),
            ("http://me:s%40crt@127.0.0.1:1/", nil, "Basic bWU6c0BjcnQ="),
            ("http://me@127.0.0.1:1", nil, "Basic bWU6"), ("http://me:secret@127.0.0.1:1", "k", "Bearer k"),
        ] as [(String, String?, String?)])
    func authorization(url: String, key: String?, expected: String?) throws {
        let address = RegistryAddress(url: url, key: key)
        #expect(address.authorization == expected && address.base == "http://127.0.0.1:1")
        let error = try #require(throws: RegistryClientError.self) { try RegistryClient(url: url, key: key).subjects() }
        #expect(!error.description.contains("@") && !error.description.contains("secret"))
    }
}
