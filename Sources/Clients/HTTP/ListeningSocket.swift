// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc

/// Opens a listening TCP socket ourselves, so that a port that is taken has its own clear error.
enum ListeningSocket {
    /// - Returns: the descriptor, which the caller closes, and the port (found out if 0 was asked for).
    static func open(host: String, port: Int) throws(HTTPServerError) -> (descriptor: Int32, port: Int) {
        guard (0...65_535).contains(port) else {
            throw HTTPServerError(.addressUnavailable, "Port \(port) does not exist. Choose one from 1 to 65535")
        }
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let status = getaddrinfo(bare.isEmpty ? nil : bare, String(port), &hints, &found)
        guard status == 0, let address = found?.pointee else {
            throw HTTPServerError(
                .unknownHost, "The host \"\(host)\" can't be resolved: \(String(cString: gai_strerror(status)))")
        }
        defer { freeaddrinfo(found) }

        let descriptor = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure(host: host, port: port) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, 1024) == 0 else {
            let error = failure(host: host, port: port)
            close(descriptor)
            throw error
        }
        return (descriptor, boundPort(descriptor) ?? port)
    }

    private static func boundPort(_ descriptor: Int32) -> Int? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard status == 0 else { return nil }
        // The port stands at the same place for IPv4 and IPv6: after the family, in network byte order.
        return withUnsafeBytes(of: storage) { Int($0[2]) << 8 | Int($0[3]) }
    }

    /// Reads `errno`, so it must be made before anything else is called.
    private static func failure(host: String, port: Int) -> HTTPServerError {
        let code = errno
        let reason = String(cString: strerror(code))
        let advice =
            switch code {
            case EADDRINUSE: "Another process listens there; stop it, or choose another port with --listen"
            case EACCES: "Ports below 1024 need root; choose another with --listen"
            default: "Choose another address with --listen"
            }
        return HTTPServerError(.addressUnavailable, "Can't listen on \(host):\(port): \(reason). \(advice)")
    }
}
