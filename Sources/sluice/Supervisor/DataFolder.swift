// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// The folder that `sluice up` keeps everything in: databases, the lake, logs, and its own state.
struct DataFolder: Sendable {
    /// Absolute.
    let path: String

    init(_ path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    var logs: String { path + "/logs" }
    var postgres: String { path + "/postgres" }
    var redis: String { path + "/redis" }
    var kafka: String { path + "/kafka" }
    var lake: String { path + "/lake" }
    var keyFile: String { path + "/" + RunningParts.keyFile }

    func log(_ part: PartName) -> String { "\(logs)/\(part.rawValue).log" }

    /// Where PostgreSQL's socket lies. A socket's path is limited to 107 bytes, so a deep data folder has it under /tmp.
    var socketFolder: String {
        let inside = path + "/run"
        return (inside + "/.s.PGSQL.5432").utf8.count < 107 ? inside : "/tmp/sluice-\(geteuid())-\(Self.digest(path))"
    }

    /// The database's URL by that socket.
    var databaseURL: String { databaseURL(named: "sluice") }

    func databaseURL(named name: String) -> String {
        let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~/"))
        let host = socketFolder.addingPercentEncoding(withAllowedCharacters: unreserved) ?? socketFolder
        return "postgresql://sluice@localhost/\(name)?host=\(host)"
    }

    /// Makes the folders; they are nobody else's to read.
    func create() throws {
        for folder in [path, logs, redis, kafka, lake, socketFolder] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw CommandFailure.no("the folder \(folder) can't be made: \(error.localizedDescription)")
            }
        }
    }

    /// Takes the folder for this process, until it ends.
    func lock() throws {
        let descriptor = open(lockFile, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure.no("\(lockFile) can't be opened: \(String(cString: strerror(errno))).")
        }
        // Who looks whether it is locked has it for a moment.
        for _ in 0..<20 where flock(descriptor, LOCK_EX | LOCK_NB) != 0 { usleep(20_000) }
        // The descriptor stays open on purpose: the lock ends with the process, however it ends.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            let process = UpState.running(in: path).map { " (process \($0.processID))" } ?? ""
            throw CommandFailure.no(
                "sluice up is already running with the data folder \(path)\(process). "
                    + "See it: sluice status. End it: sluice down. Or use another folder: --data DIR.")
        }
    }

    /// Whether a process has taken the folder.
    var isLocked: Bool {
        let descriptor = open(lockFile, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    private var lockFile: String { path + "/up.lock" }

    /// 64 bits of a text as hexadecimal digits (FNV-1a): a name for a folder, nothing more.
    private static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
