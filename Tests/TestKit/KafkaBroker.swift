// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A Kafka broker of its own for tests: the one-machine broker on a free port, its data in a temporary folder.
///
/// It ends when it is stopped, when the last reference goes, and when the test process ends in any way: its keeper is
/// a shell that reads from a pipe which closes then.
public final class KafkaBroker: Sendable {
    /// `host:port`, for `KafkaConfiguration`.
    public let bootstrapServers: String
    public let port: Int

    private let dataDirectory: URL
    private let running: Mutex<Running?>

    private struct Running {
        let process: Process
        let leash: Pipe
    }

    private static let sharedBroker = Mutex<KafkaBroker?>(nil)

    /// One broker for the whole test run, started by whoever asks first. Use topic names of your own.
    public static func shared() throws -> KafkaBroker {
        try sharedBroker.withLock { broker in
            if let broker { return broker }
            let started = try KafkaBroker()
            broker = started
            return started
        }
    }

    /// A name that no other test uses.
    public static func uniqueName(_ base: String) -> String {
        "\(base)-\(UUID().uuidString.prefix(8).lowercased())"
    }

    /// Starts a broker and waits until it answers on its port.
    ///
    /// - Parameters:
    ///   - port: a free one by default; given, a broker can come back where it was.
    ///   - dataDirectory: a new temporary folder by default.
    public init(port: Int? = nil, dataDirectory: URL? = nil) throws {
        let port = try port ?? Self.freePort()
        let directory =
            dataDirectory
            ?? FileManager.default.temporaryDirectory.appending(path: "sluice-kafka-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let program = root.appending(path: ".deps/venv/bin/noida-db").path
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw KafkaBrokerError(reason: "\(program) is not there; run scripts/bootstrap")
        }

        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", #""$@" </dev/null & broker=$!; read -r _; kill $broker; wait $broker"#, "sh", program, "start",
            "--only", "kafka", "--kafka-port", String(port), "--data-dir", directory.path,
        ]
        let leash = Pipe()
        let output = Pipe()
        process.standardInput = leash
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The broker says that it is ready by its last line.
        var text = ""
        while !text.contains("Ctrl-C") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw KafkaBrokerError(reason: "the broker ended while starting on port \(port): \(text)")
            }
            text += String(decoding: more, as: UTF8.self)
        }
        self.port = port
        self.dataDirectory = directory
        bootstrapServers = "127.0.0.1:\(port)"
        running = Mutex(Running(process: process, leash: leash))
    }

    /// Stops the broker and waits for its end. It saves its data first.
    public func stop() {
        let stopped = running.withLock { running -> Running? in
            defer { running = nil }
            return running
        }
        guard let stopped else { return }
        try? stopped.leash.fileHandleForWriting.close()
        stopped.process.waitUntilExit()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: dataDirectory)
    }

    private static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw KafkaBrokerError(reason: "no socket") }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, size) == 0 ? getsockname(socket, address, &size) : -1
            }
        }
        guard code == 0 else { throw KafkaBrokerError(reason: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// The broker for tests could not be started.
public struct KafkaBrokerError: Error, CustomStringConvertible {
    public let reason: String

    public var description: String { "no Kafka broker for the test: \(reason)" }
}
