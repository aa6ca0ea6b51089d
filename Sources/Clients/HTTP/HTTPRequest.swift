// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A whole request, its body included. It may be kept and read by any thread.
public final class HTTPRequest: Sendable {
    /// In capitals as sent, but a HEAD is told as GET: the server leaves out the body of the answer.
    public let method: String
    /// The path, percent-decoded. Route by `segments`: there a `%2F` is no separator.
    public let path: String
    /// The parts between the slashes, each percent-decoded; without the empty one after a last slash.
    public let segments: [String]
    /// Names and values as in the URL, decoded, in its order; a name without `=` has an empty value.
    public let query: [(String, String)]
    /// Names as sent.
    public let headers: [(String, String)]
    /// The peer's numeric address; empty if unknown.
    public let remoteAddress: String
    public let body: HTTPBody

    /// A request as a handler sees it; public so that handlers can be tested without a socket.
    ///
    /// Nil if the path or the query is not percent-encoded UTF-8.
    public init?(
        method: String, rawPath: String, rawQuery: [(String, String)] = [], headers: [(String, String)] = [],
        remoteAddress: String = "", body: HTTPBody = HTTPBody([])
    ) {
        let rawPath = Self.originForm(rawPath)
        guard let path = PercentCoding.decoded(rawPath) else { return nil }
        var parts = rawPath.split(separator: "/", omittingEmptySubsequences: false)
        if parts.first?.isEmpty == true { parts.removeFirst() }
        if parts.last?.isEmpty == true { parts.removeLast() }
        var segments: [String] = []
        for part in parts {
            guard let segment = PercentCoding.decoded(part) else { return nil }
            segments.append(segment)
        }
        var query: [(String, String)] = []
        for (name, value) in rawQuery {
            guard let name = PercentCoding.decoded(name), let value = PercentCoding.decoded(value) else { return nil }
            query.append((name, value))
        }
        self.method = method == "HEAD" ? "GET" : method
        self.path = path
        self.segments = segments
        self.query = query
        self.headers = headers
        self.remoteAddress = remoteAddress
        self.body = body
    }

    /// The path of a target in absolute form, as proxies send it and every server must accept (RFC 9112 §3.2.2).
    private static func originForm(_ target: String) -> String {
        guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else { return target }
        return target[scheme.upperBound...].firstIndex(of: "/").map { String(target[$0...]) } ?? "/"
    }

    /// The first header of that name (RFC 9110 §5.1: case does not matter).
    public func header(_ name: String) -> String? {
        headers.first { equalIgnoringCase($0.0, name) }?.1
    }

    /// The first query parameter of that name.
    public subscript(query name: String) -> String? {
        query.first { $0.0 == name }?.1
    }
}

/// Compares ASCII letters without regard to case.
func equalIgnoringCase(_ a: String, _ b: String) -> Bool {
    func lower(_ byte: UInt8) -> UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte }
    return a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lower($0) == lower($1) }
}
