// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CMicrohttpd

/// An answer that is made once and sent many times, by any number of threads at once, without being copied.
///
/// libmicrohttpd counts references to its response under a lock of its own and only reads what it sends; nothing is added
/// after `init`. That is why `@unchecked Sendable` holds.
public final class PreparedResponse: @unchecked Sendable {
    private let response: OpaquePointer
    private let status: UInt32

    /// Nil if there is no memory for it, a header is none, or it has a stream, which can be sent only once.
    public init?(_ response: HTTPResponse) {
        guard response.stream == nil, let made = response.makeMHDResponse() else { return nil }
        self.response = made
        status = UInt32(clamping: response.status)
    }

    deinit { MHD_destroy_response(response) }

    func queue(on connection: OpaquePointer) -> MHD_Result { MHD_queue_response(connection, status, response) }
}

extension HTTPResponse {
    /// A response with one reference, which the caller destroys; nil for want of memory or for an invalid header.
    func makeMHDResponse() -> OpaquePointer? {
        let made = stream.map { $0.makeMHDResponse() } ?? bodyResponse()
        guard let made else { return nil }
        for (name, value) in headers where MHD_add_response_header(made, name, value) != .YES {
            MHD_destroy_response(made)
            return nil
        }
        return made
    }

    private func bodyResponse() -> OpaquePointer? {
        body.withUnsafeBytes { bytes in
            // The bytes are only read: MUST_COPY makes libmicrohttpd keep its own.
            MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
    }
}
