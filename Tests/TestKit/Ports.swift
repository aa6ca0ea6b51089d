// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc

/// TCP ports on the loopback interface that nobody listens on.
public enum Ports {
    /// A port that was free a moment ago. Another process may take it before it is used; whoever starts a service on it
    /// tries another if the service does not come up.
    public static func free() throws -> Int {
        let (port, descriptor) = try reserve()
        close(descriptor)
        return port
    }

    /// Starts something on a free port, on another one if it does not come up: between finding a port and listening on it
    /// another process may take it.
    static func starting<T>(_ launch: (_ port: Int) throws -> T) throws -> (T, port: Int) {
        for _ in 0..<2 {
            let port = try free()
            if let started = try? launch(port) { return (started, port) }
        }
        let port = try free()
        return (try launch(port), port)
    }

    /// Several, all different.
    public static func free(count: Int) throws -> [Int] {
        // None is given back before all are found: the system would hand it out again.
        var reserved: [(port: Int, descriptor: Int32)] = []
        defer { for one in reserved { close(one.descriptor) } }
        for _ in 0..<count { reserved.append(try reserve()) }
        return reserved.map(\.port)
    }

    private static func reserve() throws -> (port: Int, descriptor: Int32) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw TestKitError("No socket: \(String(cString: strerror(errno)))") }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw TestKitError("No free port: \(String(cString: strerror(errno)))")
        }
        return (Int(UInt16(bigEndian: address.sin_port)), descriptor)
    }

    /// Whether something accepts connections there.
    public static func isListening(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = loopback(port: port)
        return withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
