// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import TestKit
import Testing

@testable import sluice

@Suite("sluice up starts, watches, restarts and stops what it runs")
struct SupervisorTests {
    /// A running `sluice up` with Redis alone, on a free port.
    private struct Up {
        let folder: String
        let port: Int
        let process: SluiceProcess

        init(parts: String = "redis") throws {
            folder = try TemporaryFolder.make("up")
            port = try Ports.free()
            process = try SluiceProcess(
                ["up", "--data", folder, "--parts", parts, "--redis-port", "\(port)"], log: folder + ".out")
            let folder = folder
            try process.wait { UpState.running(in: folder)?.parts.allSatisfy { $0.status == "healthy" } == true }
        }

        func redis() -> UpState.Part? {
            UpState.running(in: folder)?.parts.first { $0.name == .redis }
        }
    }

    @Test("A part that is killed is started again, and status says so; down ends everything")
    func restart() throws {
        let up = try Up()
        let first = try #require(up.redis()?.processID)
        #expect(kill(first, SIGKILL) == 0)
        try up.process.wait { up.redis()?.restarts == 1 && up.redis()?.status == "healthy" }
        let second = try #require(up.redis()?.processID)
        #expect(second != first)

        let status = try SluiceProcess.run(["status", "--data", up.folder, "--json"])
        #expect(status.exitCode == 0)
        #expect(status.output.contains("\"restarts\" : 1"))
        #expect(up.process.output.contains("Redis: it ended with signal 9, Killed. It is started again."))

        let down = try SluiceProcess.run(["down", "--data", up.folder])
        #expect(down.exitCode == 0)
        #expect(down.output == "Stopped. The data stays in \(up.folder).\n")
        #expect(kill(second, 0) != 0)
        #expect(PortOwner.isFree(up.port))
        #expect(try SluiceProcess.run(["status", "--data", up.folder]).exitCode == 3)
    }

    @Test("A port that is taken is told with the process that has it and the option that changes it")
    func portTaken() throws {
        let up = try Up()
        let other = try TemporaryFolder.make("other")
        let second = try SluiceProcess.run(["up", "--data", other, "--parts", "redis", "--redis-port", "\(up.port)"])
        #expect(second.exitCode == 1)
        let owner = try #require(up.redis()?.processID)
        #expect(
            second.errors.contains(
                "Redis could not be started: port \(up.port) is taken by process \(owner) (redis-server"))
        #expect(second.errors.contains("--redis-port PORT or SLUICE_UP_REDIS_PORT"))
        up.process.stop()
    }

    @Test("A state that a crash left behind is not believed: down ends no other process of that number")
    func staleState() throws {
        let folder = try TemporaryFolder.make("up")
        let stranger = try Process.run(URL(filePath: "/bin/sleep"), arguments: ["300"])
        defer { stranger.terminate() }
        let state = UpState(
            processID: stranger.processIdentifier, startedAt: "2026-01-01T00:00:00Z", version: SluiceVersion.current,
            parts: [], settings: [:])
        try state.write(in: folder)
        let down = try SluiceProcess.run(["down", "--data", folder])
        #expect(down.exitCode == 0)
        #expect(down.output == "Nothing runs with the data folder \(folder).\n")
        #expect(stranger.isRunning)
    }

    @Test("A data folder has one supervisor; the second is told which")
    func oneSupervisor() throws {
        let up = try Up()
        let second = try SluiceProcess.run(["up", "--data", up.folder, "--parts", "redis"])
        #expect(second.exitCode == 1)
        #expect(second.errors.contains("sluice up is already running with the data folder \(up.folder)"))
        #expect(second.errors.contains("(process \(up.process.processID))"))
        up.process.stop()
    }

    @Test("What it started ends with it, even if it is killed")
    func noOrphans() throws {
        let up = try Up()
        let redis = try #require(up.redis()?.processID)
        up.process.kill()
        // The kernel signals Redis, which ends by itself; there is nothing to wait for but that.
        let deadline = ContinuousClock.now + .seconds(30)
        while kill(redis, 0) == 0, ContinuousClock.now < deadline { usleep(10_000) }
        #expect(kill(redis, 0) != 0)
        #expect(UpState.running(in: up.folder) == nil)
    }

    @Test("A part that fails at its start ends the whole start, with the reason and its log")
    func failedStart() throws {
        let folder = try TemporaryFolder.make("up")
        let port = try Ports.free()
        // A log that Redis can't read: not its format.
        let log = folder + "/redis/appendonlydir"
        try FileManager.default.createDirectory(atPath: log, withIntermediateDirectories: true)
        try Data("nonsense\n".utf8).write(to: URL(filePath: log + "/appendonly.aof.manifest"))
        let run = try SluiceProcess.run(["up", "--data", folder, "--parts", "redis", "--redis-port", "\(port)"])
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("Redis could not be started: it ended with exit code 1."))
        #expect(run.errors.contains("The last lines of its log:"))
        #expect(run.errors.contains("The whole log: \(folder)/logs/redis.log"))
    }

    @Test("PostgreSQL, Redis and Kafka serve, and other commands find them by the data folder")
    func stores() throws {
        let folder = try TemporaryFolder.make("up")
        let up = try SluiceProcess(
            [
                "up", "--data", folder, "--parts", "postgres,redis,kafka", "--redis-port", "\(Ports.free())",
                "--kafka-port", "\(Ports.free())",
            ], log: folder + ".out")
        try up.wait { up.output.contains("Everything serves.") }
        let migrate = try SluiceProcess.run(["migrate", "--data", folder])
        #expect(migrate.exitCode == 0)
        #expect(migrate.output.hasPrefix("The database is up to date"))
        let doctor = try SluiceProcess.run(["doctor", "--data", folder])
        #expect(doctor.exitCode == 3)
        for line in ["✓ PostgreSQL", "✓ Kafka", "✓ Redis", "✗ Registry", "sluice up"] {
            #expect(doctor.output.contains(line), "\(line) is missing in:\n\(doctor.output)")
        }
        let name = "test"
        let create = try SluiceProcess.run(["keys", "create", name, "--data", folder])
        #expect(create.exitCode == 0)
        #expect(create.output.hasPrefix("sluice_"))
        #expect(try SluiceProcess.run(["keys", "create", name, "--data", folder]).exitCode == 1)
        #expect(try SluiceProcess.run(["keys", "revoke", name, "--data", folder]).exitCode == 0)
        #expect(try SluiceProcess.run(["keys", "list", "--data", folder, "--json"]).output.contains("revokedAt"))
        up.stop()
        #expect(UpState.running(in: folder) == nil)
    }
}

@Suite("Restarts wait longer and longer, up to a limit, and begin anew after a calm time")
struct RestartPolicyTests {
    @Test("0.2 s, doubled up to 10 s")
    func delays() {
        var policy = RestartPolicy()
        let delays = (0..<8).map { _ in policy.delay(healthySeconds: 1) }
        #expect(delays == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10])
        #expect(policy.delay(healthySeconds: 61) == 0.2)
        #expect(policy.delay(healthySeconds: 1) == 0.4)
    }
}

@Suite("A port's owner is found")
struct PortOwnerTests {
    @Test("This process, while it listens")
    func own() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, generic, &size) == 0
            }
        }
        #expect(isBound)
        let port = Int(UInt16(bigEndian: address.sin_port))
        #expect(!PortOwner.isFree(port))
        #expect(PortOwner.find(port)?.processID == getpid())
    }
}
