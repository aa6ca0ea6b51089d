// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// Whether a TCP port of this machine can be listened on, and who has it if not.
enum PortOwner {
    struct Owner: Sendable, Hashable, CustomStringConvertible {
        let processID: Int32
        let command: String

        var description: String { "process \(processID) (\(command))" }
    }

    /// Whether `127.0.0.1:port` can be bound.
    static func isFree(_ port: Int) -> Bool {
        guard let number = UInt16(exactly: port) else { return false }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// The process that listens on a port; nil if it is not ours to see.
    static func find(_ port: Int) -> Owner? {
        let inodes = listeningInodes(port)
        guard !inodes.isEmpty else { return nil }
        let links = Set(inodes.map { "socket:[\($0)]" })
        let files = FileManager.default
        for process in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let processID = Int32(process) else { continue }
            let folder = "/proc/\(process)/fd"
            for descriptor in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
                let link = try? files.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")
                if let link, links.contains(link) {
                    return Owner(processID: processID, command: command(of: process))
                }
            }
        }
        return nil
    }

    /// The inodes of the sockets that listen on a port, from the kernel's tables (proc(5), `/proc/net/tcp`).
    private static func listeningInodes(_ port: Int) -> [Substring] {
        var inodes: [Substring] = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in ProcFile.text(table).split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                let isListening = fields.count > 9 && fields[3] == "0A"
                guard isListening, let hex = fields[1].split(separator: ":").last, Int(hex, radix: 16) == port else {
                    continue
                }
                inodes.append(fields[9])
            }
        }
        return inodes
    }

    private static func command(of process: String) -> String {
        let words = ProcFile.bytes("/proc/\(process)/cmdline").split(separator: 0).map {
            String(decoding: $0, as: UTF8.self)
        }
        return String(words.joined(separator: " ").prefix(80))
    }
}
