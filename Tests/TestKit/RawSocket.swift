// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc

/// A TCP connection to this machine that a test writes and reads piece by piece, below any client.
public final class RawSocket {
    private let descriptor: Int32
    /// All that was read.
    public private(set) var text = ""

    /// - Parameter patienceSeconds: how long a read waits for bytes before it counts as the end.
    public init(port: Int, patienceSeconds: Int = 60) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = Ports.loopback(port: port)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw TestKitError("Can't connect to port \(port): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    public func send(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// The next bytes; nil once the connection has ended.
    public func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        text += String(decoding: bytes[..<count], as: UTF8.self)
        return Array(bytes[..<count])
    }

    /// Reads until the text has come; false if the connection ended before.
    public func read(until end: String) -> Bool {
        while !text.contains(end) { guard receive() != nil else { return false } }
        return true
    }
}
