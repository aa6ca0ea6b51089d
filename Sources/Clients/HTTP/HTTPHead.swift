// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import CMicrohttpd
import Glibc

/// The head of a request, read where it lies: for handlers that answer from memory. It is lent for the time of a call.
public struct HTTPHead: ~Copyable {
    private let connection: OpaquePointer
    private let url: UnsafePointer<CChar>
    private let method: UnsafePointer<CChar>

    init(connection: OpaquePointer, url: UnsafePointer<CChar>, method: UnsafePointer<CChar>) {
        self.connection = connection
        self.url = url
        self.method = method
    }

    /// Lends the path as it came: percent-encoded, without the query.
    public func withPath<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        body(UnsafeRawBufferPointer(start: url, count: strlen(url)))
    }

    /// Whether the URL has a query with a parameter in it.
    public var hasQuery: Bool { MHD_get_connection_values(connection, .GET_ARGUMENT_KIND, nil, nil) > 0 }

    /// The first header of that name, whatever its case.
    public func header(_ name: StaticString) -> String? { value(name).map { String(cString: $0) } }

    public func hasHeader(_ name: StaticString) -> Bool { value(name) != nil }

    /// Lends the first header of that name; nil if there is none.
    public func withHeader<T>(_ name: StaticString, _ body: (UnsafeRawBufferPointer?) -> T) -> T {
        body(value(name).map { UnsafeRawBufferPointer(start: $0, count: strlen($0)) })
    }

    private func value(_ name: StaticString) -> UnsafePointer<CChar>? {
        // A static string of more than one scalar ends with a zero byte.
        MHD_lookup_connection_value(
            connection, .HEADER_KIND, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self))
    }

    /// Whether the method is GET or HEAD.
    static func isReading(_ method: UnsafePointer<CChar>) -> Bool {
        strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0
    }
}
