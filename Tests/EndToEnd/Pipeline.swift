// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Foundation
import Glibc
import TestKit

/// Everything that `sluice up` runs, as real processes of the built binary, on free ports with a data folder of its own.
final class Pipeline: Sendable {
    let folder: String
    let ports: [String: Int]
    private let process: SluiceProcess

    /// Starts parts, all if none are named, waits until they serve, and registers the project's schemas.
    init(parts: [String] = []) throws {
        let folder = try TemporaryFolder.make("pipeline")
        let names = ["redis", "kafka", "registry", "ingest", "streams", "lake"]
        // Found together, so that they differ.
        let ports = Dictionary(uniqueKeysWithValues: zip(names, try Ports.free(count: names.count)))
        let flags = names.flatMap { ["--\($0)-port", "\(ports[$0] ?? 0)"] }
        let chosen = parts.isEmpty ? [] : ["--parts", parts.joined(separator: ",")]
        process = try SluiceProcess(["up", "--data", folder] + chosen + flags, log: folder + ".out")
        self.folder = folder
        self.ports = ports
        let process = process
        try process.wait { process.output.contains("Everything serves.") }
        try sluice("schema", "push")
    }

    var bootstrap: String { "127.0.0.1:\(ports["kafka"] ?? 0)" }
    var registry: String { "http://127.0.0.1:\(ports["registry"] ?? 0)" }
    var lake: String { folder + "/lake" }

    func url(_ part: String, _ path: String) -> String { "http://127.0.0.1:\(ports[part] ?? 0)\(path)" }

    /// Runs the demo against this pipeline, which it finds running, and waits for its report as JSON.
    func demo(_ words: [String]) throws -> SluiceProcess.Outcome {
        try run(["demo", "--json"] + words)
    }

    /// Runs a subcommand against this pipeline to its end; another exit code than the expected one is an error.
    @discardableResult
    func sluice(_ words: String..., exitCode: Int32 = 0) throws -> SluiceProcess.Outcome {
        try run(words, exitCode: exitCode)
    }

    private func run(_ words: [String], exitCode: Int32 = 0) throws -> SluiceProcess.Outcome {
        let outcome = try SluiceProcess.run(words + ["--data", folder])
        guard outcome.exitCode == exitCode else {
            throw TestKitError(
                "sluice \(words.joined(separator: " ")) ended with \(outcome.exitCode), not \(exitCode):\n"
                    + outcome.output + outcome.errors + "\nsluice up printed:\n" + process.output)
        }
        return outcome
    }

    /// Starts one more process of a service, which shares the work with the supervised one, and waits until it has its
    /// part of it.
    ///
    /// - Parameter sign: what it logs when it has.
    func startAnother(_ service: String, port: Int, sign: String) throws -> SluiceProcess {
        let another = try SluiceProcess(
            [service, "--listen", "127.0.0.1:\(port)", "--data", folder],
            // As `sluice up` gives its own, but for the names.
            environment: [
                "SLUICE_STREAMS_INSTANCE": "another", "SLUICE_STREAMS_STATE_RETENTION": "400d",
                "SLUICE_LAKE_INSTANCE": "another", "SLUICE_LAKE_ROTATION_AGE": "5s", "SLUICE_LAKE_OPEN_FILES": "5000",
            ], log: "\(folder)/\(service)-another.out")
        try another.wait(seconds: 120) { another.output.contains(sign) }
        return another
    }

    /// The value of a counter that a service shows under `/metrics`; 0 if it shows none.
    func counter(_ name: String, port: Int) throws -> Double {
        let response = try HTTPClient().send(method: "GET", url: "http://127.0.0.1:\(port)/metrics")
        let line = String(decoding: response.body, as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix(name + " ")
        }
        return line?.split(separator: " ").last.flatMap { Double($0) } ?? 0
    }

    /// Kills a part as a crash would; the supervisor starts it again.
    func kill(_ part: String) throws {
        guard let state = try status().first(where: { $0.name == part }), let id = state.processID else {
            throw TestKitError("\(part) does not run, so it can't be killed")
        }
        _ = Glibc.kill(id, SIGKILL)
    }

    /// How often a part was started again.
    func restarts(of part: String) throws -> Int { try status().first { $0.name == part }?.restarts ?? 0 }

    /// Waits until the supervisor has started a part again, that many times in all, and it serves.
    func waitUntilHealthy(_ part: String, restarts: Int) throws {
        try process.wait(seconds: 120) {
            guard let found = (try? self.status())?.first(where: { $0.name == part }) else { return false }
            return found.restarts >= restarts && found.status == "healthy"
        }
    }

    func stop() { process.stop() }

    private struct Status: Decodable {
        struct Part: Decodable {
            let name: String
            let status: String
            let processID: Int32?
            let restarts: Int
        }

        let parts: [Part]
    }

    private func status() throws -> [Status.Part] {
        let outcome = try SluiceProcess.run(["status", "--json", "--data", folder])
        return try JSONDecoder().decode(Status.self, from: Data(outcome.output.utf8)).parts
    }
}
