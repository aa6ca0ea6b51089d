// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats
import Glibc
import TestKit

/// The built `sluice registry` in a process of its own, over a database that has the tables.
final class RegistryProcess: RegistryCaller {
    let url: String
    let client: HTTPClient
    private let process: SluiceProcess

    /// Starts it and waits until it is ready.
    ///
    /// - Parameters:
    ///   - options: beside the database and the port.
    ///   - authorities: whose certificate it shows, where it speaks TLS.
    init(databaseURL: String, _ options: [String] = [], authorities: String? = nil) throws {
        let process = try SluiceProcess(
            ["registry", "--database", databaseURL, "--listen", "127.0.0.1:0"] + options,
            log: try TemporaryFolder.make("registry") + "/log")
        var port: String?
        try process.wait {
            port = Self.port(process.output)
            return port != nil
        }
        let url = "\(authorities == nil ? "http" : "https")://127.0.0.1:\(port ?? "")"
        let client = HTTPClient(certificateAuthorities: authorities)
        try process.wait { (try? client.send(method: "GET", url: url + "/health/ready").status) == 200 }
        (self.process, self.url, self.client) = (process, url, client)
    }

    /// The port that the line of the log tells which says that it serves.
    private static func port(_ log: String) -> String? {
        for line in log.split(separator: "\n") {
            guard let json = try? JSONValue.parse(String(line)), json["message"] == "serves",
                case .string(let port)? = json["port"]
            else { continue }
            return port
        }
        return nil
    }

    /// What it has logged.
    var log: String { process.output }

    /// Ends it as a crash would, and waits until it is gone.
    func kill() { process.kill() }

    func signal(_ number: Int32) { _ = Glibc.kill(process.processID, number) }
}
