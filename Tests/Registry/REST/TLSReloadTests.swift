// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Foundation
import TestKit
import Testing

@Suite("sluice registry reads its certificate again on SIGHUP")
struct TLSReloadTests {
    @Test("the new one is shown, files that can't be used change nothing, and SIGHUP ends nothing")
    func reload() throws {
        let folder = try TemporaryFolder.make("certificates")
        let first = try TestCertificate(in: folder, name: "first")
        let second = try TestCertificate(in: folder, name: "second")
        let (certificate, key) = (folder + "/live.pem", folder + "/live.key")
        func install(_ from: TestCertificate) throws {
            for (source, target) in [(from.file, certificate), (from.keyFile, key)] {
                try Data(contentsOf: URL(filePath: source)).write(to: URL(filePath: target))
            }
        }
        try install(first)
        let registry = try RegistryProcess(
            databaseURL: TestRegistry.makeDatabase(PostgresCluster.shared()),
            ["--tls-certificate", certificate, "--tls-key", key], authorities: first.file)
        try registry.register("s", Sample.record())

        try install(second)
        registry.signal(SIGHUP)
        let client = HTTPClient(certificateAuthorities: second.file)
        func status() -> Int? { try? client.send(method: "GET", url: registry.url + "/subjects/s/versions").status }
        try eventually("the new certificate is shown") { status() == 200 }
        #expect(throws: HTTPClientError.self) {
            try HTTPClient(certificateAuthorities: first.file).send(method: "GET", url: registry.url)
        }

        try Data("nothing".utf8).write(to: URL(filePath: key))
        registry.signal(SIGHUP)
        try eventually("the failure is logged") { registry.log.contains("can't reload") }
        #expect(registry.log.contains("live.key"))
        #expect(status() == 200)
    }
}
