// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Foundation
import Synchronization
import TestKit
import Testing

@Suite("The HTTP server and client speak TLS 1.2 and 1.3, and trust only whom they should")
struct HTTPSecurityTests {
    private let folder: String

    init() throws {
        folder = try TemporaryFolder.make("tls")
        // An authority, a certificate from it for 127.0.0.1, and an unrelated authority.
        try openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=test authority", "-keyout", path("ca.key"), "-out", path("ca.pem"),
        ])
        try openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", path("server.key"), "-out", path("server.csr"),
        ])
        try openssl([
            "x509", "-req", "-in", path("server.csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-CAcreateserial", "-days", "2", "-copy_extensions", "copy", "-out", path("server.pem"),
        ])
        try openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=another", "-keyout", path("other.key"), "-out", path("other.pem"),
        ])
    }

    private func path(_ name: String) -> String { folder + "/" + name }

    @discardableResult
    private func openssl(_ arguments: [String], input: String = "") throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let (output, standardInput) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError, process.standardInput) = (output, output, standardInput)
        try process.run()
        standardInput.fileHandleForWriting.write(Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 0, arguments[0] != "s_client" { throw TestKitError("openssl: \(text)") }
        return (process.terminationStatus, text)
    }

    private func serve() throws -> HTTPServer {
        var configuration = HTTPServer.Configuration(port: 0, threads: 2, name: "tls")
        configuration.tls = try TLSIdentity(certificateFile: path("server.pem"), keyFile: path("server.key"))
        let server = HTTPServer(configuration: configuration) { request, responder in
            DispatchQueue.global().async { responder.respond(.text(200, "\(request.body.count) bytes")) }
        }
        try server.start()
        return server
    }

    @Test("Requests and answers of all sizes go through")
    func exchange() throws {
        let server = try serve()
        defer { server.stop() }
        let client = HTTPClient(certificateAuthorities: path("ca.pem"))
        for size in [0, 1, 20_000, 3_000_000] {
            let body = [UInt8](repeating: 1, count: size)
            let answer = try client.send(method: "POST", url: "https://127.0.0.1:\(server.port)", body: body)
            #expect(answer.text == "\(size) bytes")
        }
    }

    @Test("A certificate of an authority that is not trusted, or for another name, is refused")
    func untrusted() throws {
        let server = try serve()
        defer { server.stop() }
        for (authorities, host) in [
            (nil, "127.0.0.1"), (path("other.pem"), "127.0.0.1"), (path("ca.pem"), "localhost"),
        ] {
            let error = try #require(throws: HTTPClientError.self) {
                try HTTPClient(certificateAuthorities: authorities)
                    .send(method: "GET", url: "https://\(host):\(server.port)")
            }
            #expect(error.kind == .insecure)
        }
    }

    @Test(
        "TLS 1.2 is the least, and plain HTTP gets nothing",
        arguments: [("-tls1_3", true), ("-tls1_2", true), ("-tls1_1", false)])
    func versions(flag: String, isSpoken: Bool) throws {
        let server = try serve()
        defer { server.stop() }
        let asked = try openssl(
            [
                "s_client", "-connect", "127.0.0.1:\(server.port)", "-CAfile", path("ca.pem"), "-verify_return_error",
                "-cipher", "DEFAULT:@SECLEVEL=0", flag,
            ],
            input: "")
        #expect((asked.status == 0) == isSpoken, "\(asked.output)")
        #expect(throws: HTTPClientError.self) {
            try HTTPClient().send(method: "GET", url: "http://127.0.0.1:\(server.port)")
        }
    }

    @Test("A new certificate is shown to who connects from then on, and what is under way goes on")
    func replaced() throws {
        var configuration = HTTPServer.Configuration(port: 0, threads: 2, name: "tls")
        configuration.tls = try TLSIdentity(certificateFile: path("server.pem"), keyFile: path("server.key"))
        let entered = DispatchSemaphore(value: 0)
        let held = Mutex<HTTPResponder?>(nil)
        let server = HTTPServer(configuration: configuration) { request, responder in
            guard request.path == "/held" else { return responder.respond(.text(200, "ok")) }
            held.withLock { $0 = responder }
            entered.signal()
        }
        try server.start()
        let url = "https://127.0.0.1:\(server.port)"
        let certificate = try TestCertificate(in: folder, name: "new")
        let (old, new) = (
            HTTPClient(certificateAuthorities: path("ca.pem")), HTTPClient(certificateAuthorities: certificate.file)
        )
        let late = Mutex<String?>(nil)
        let asked = DispatchGroup()
        DispatchQueue.global().async(group: asked) {
            let text = try? old.send(method: "GET", url: url + "/held").text
            late.withLock { $0 = text }
        }
        entered.wait()
        #expect(throws: HTTPClientError.self) { try new.send(method: "GET", url: url) }
        // What can't be used changes nothing.
        let mixed = try TLSIdentity(certificateFile: certificate.file, keyFile: path("other.key"))
        #expect(throws: HTTPServerError.self) { try server.replaceIdentity(mixed) }
        #expect(try HTTPClient(certificateAuthorities: path("ca.pem")).send(method: "GET", url: url).text == "ok")

        for _ in 0..<3 {
            try server.replaceIdentity(TLSIdentity(certificateFile: certificate.file, keyFile: certificate.keyFile))
            #expect(try new.send(method: "GET", url: url).text == "ok")
            #expect(throws: HTTPClientError.self) {
                try HTTPClient(certificateAuthorities: path("ca.pem")).send(method: "GET", url: url)
            }
        }
        held.withLock { $0.take() }?.respond(.text(200, "late"))
        asked.wait()
        #expect(late.withLock { $0 } == "late")
        server.stop()
        #expect(throws: HTTPClientError.self) { try new.send(method: "GET", url: url) }
    }

    @Test("A server without TLS takes no certificate")
    func plain() throws {
        let server = HTTPServer(configuration: .init(port: 0, threads: 1, name: "plain")) {
            $1.respond(.text(200, "ok"))
        }
        let identity = try TLSIdentity(certificateFile: path("server.pem"), keyFile: path("server.key"))
        try server.replaceIdentity(identity)
        try server.start()
        defer { server.stop() }
        #expect(throws: HTTPServerError.self) { try server.replaceIdentity(identity) }
        #expect(try HTTPClient().send(method: "GET", url: "http://127.0.0.1:\(server.port)").text == "ok")
    }

    @Test("Files that are missing, something else, or don't belong together are named")
    func invalidFiles() throws {
        func error(_ certificate: String, _ key: String) throws -> HTTPServerError {
            try #require(throws: HTTPServerError.self) {
                var configuration = HTTPServer.Configuration(port: 0, threads: 1, name: "tls")
                configuration.tls = try TLSIdentity(certificateFile: path(certificate), keyFile: path(key))
                let server = HTTPServer(configuration: configuration) { _, _ in }
                try server.start()
                server.stop()
            }
        }
        for (certificate, key, named) in [
            ("none.pem", "server.key", "none.pem"), ("server.pem", "none.key", "none.key"),
            ("server.key", "server.key", "server.key"), ("server.pem", "ca.pem", "ca.pem"),
            ("server.pem", "other.key", "other.key"),
        ] {
            let error = try error(certificate, key)
            #expect(error.kind == .invalidIdentity && error.description.contains(named))
        }
    }
}
