// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization

/// A blocking HTTP/1.1 client over http and https that keeps connections alive; any thread may use it.
///
/// Redirects are not followed and proxies of the environment not used: it is for services that are named by configuration.
public final class HTTPClient: Sendable {
    /// Bytes of an answer's body at most; a longer one is an error.
    public let maxResponseBytes: Int
    private let timeoutMilliseconds: Int
    private let connectTimeoutMilliseconds: Int
    private let certificateAuthorities: String?
    private let idle = Mutex<[CurlHandle]>([])

    /// Handles kept for reuse; each keeps its connections.
    private static let keptHandles = 16

    /// - Parameters:
    ///   - timeoutSeconds: for a whole request.
    ///   - connectTimeoutSeconds: for its connection alone.
    ///   - certificateAuthorities: a file in PEM with the authorities that a server's certificate must come from; nil is
    ///     those of the system.
    public init(
        timeoutSeconds: Double = 10, connectTimeoutSeconds: Double = 3, maxResponseBytes: Int = 64 << 20,
        certificateAuthorities: String? = nil
    ) {
        self.certificateAuthorities = certificateAuthorities
        timeoutMilliseconds = Int(max(1, min(timeoutSeconds, 86_400) * 1000))
        connectTimeoutMilliseconds = Int(max(1, min(connectTimeoutSeconds, 86_400) * 1000))
        self.maxResponseBytes = maxResponseBytes
    }

    /// Sends a request and waits for the whole answer, whatever its status.
    public func send(
        method: String, url: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws(HTTPClientError) -> HTTPResponse {
        let handle = if let kept = idle.withLock({ $0.popLast() }) { kept } else { try CurlHandle() }
        let request = CurlHandle.Request(
            method: method, url: url, headers: headers, body: body, timeoutMilliseconds: timeoutMilliseconds,
            connectTimeoutMilliseconds: connectTimeoutMilliseconds, maxResponseBytes: maxResponseBytes,
            certificateAuthorities: certificateAuthorities)
        let response = try handle.perform(request)
        idle.withLock { if $0.count < Self.keptHandles { $0.append(handle) } }
        return response
    }
}
