// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc

/// The proxies whose word on where a request came from is believed.
public struct TrustedProxies: Sendable, Hashable {
    /// Addresses that share their first bits.
    private struct Network: Sendable, Hashable {
        let address: [UInt8]
        let bits: Int

        func contains(_ other: [UInt8]) -> Bool {
            guard other.count == address.count else { return false }
            return (0..<bits).allSatisfy { bit in
                (address[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
            }
        }
    }

    private let networks: [Network]

    /// Believes nobody.
    public static let none = TrustedProxies(networks: [])

    private init(networks: [Network]) { self.networks = networks }

    /// Reads addresses and networks such as `10.0.0.0/8`, `::1`, separated by commas; nil if one is none.
    public init?(_ text: String) {
        var networks: [Network] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.filter { $0 != " " }.split(separator: "/", omittingEmptySubsequences: false)
            guard let first = pieces.first, pieces.count <= 2, let address = Self.bytes(String(first)) else {
                return nil
            }
            var bits = address.count * 8
            if pieces.count == 2 {
                guard let given = Int(pieces[1]), (0...bits).contains(given) else { return nil }
                bits = given
            }
            networks.append(Network(address: address, bits: bits))
        }
        self.networks = networks
    }

    /// Where a request came from: the peer's address, or, if the peer is a trusted proxy, the last address in its
    /// `Forwarded` (RFC 7239) or `X-Forwarded-For` header that is not itself a trusted proxy's.
    ///
    /// What an untrusted peer says stands to the left of what trusted proxies have added, and is not read.
    public func clientAddress(of request: HTTPRequest) -> String {
        guard isTrusted(request.remoteAddress) else { return request.remoteAddress }
        var client = request.remoteAddress
        for hop in Self.hops(request).reversed() {
            // "unknown" or an obfuscated name: nobody tells what stands before it.
            guard let address = Self.address(hop) else { break }
            client = address
            guard isTrusted(address) else { break }
        }
        return client
    }

    /// How the client reached the service: `http` or `https`, if the peer is a trusted proxy that tells it, by `Forwarded`
    /// or `X-Forwarded-Proto`; nil otherwise. Of a chain, what stands first is how the client came, unless the client wrote
    /// it itself: for texts to show, and nothing that has to be safe.
    public func clientScheme(of request: HTTPRequest) -> String? {
        guard isTrusted(request.remoteAddress) else { return nil }
        let forwarded = Self.list(request, "Forwarded")
        let told =
            forwarded.isEmpty ? Self.list(request, "X-Forwarded-Proto") : forwarded.map { Self.member("proto", $0) }
        let scheme = told.first?.filter { $0 != " " && $0 != "\"" }.lowercased()
        return scheme == "http" || scheme == "https" ? scheme : nil
    }

    private func isTrusted(_ address: String) -> Bool {
        guard !networks.isEmpty, let bytes = Self.bytes(address) else { return false }
        return networks.contains { $0.contains(bytes) }
    }

    /// The addresses in the order in which proxies added them. `Forwarded` counts if both headers are there.
    private static func hops(_ request: HTTPRequest) -> [String] {
        let forwarded = list(request, "Forwarded")
        guard forwarded.isEmpty else {
            return forwarded.map { member("for", $0) }
        }
        return list(request, "X-Forwarded-For")
    }

    /// A parameter of an element of `Forwarded`; empty if it has none of that name.
    private static func member(_ name: String, _ element: String) -> String {
        let pair = element.split(separator: ";").first { $0.drop { $0 == " " }.lowercased().hasPrefix(name + "=") }
        return pair.flatMap { $0.split(separator: "=", maxSplits: 1).last }.map(String.init) ?? ""
    }

    /// A header may come several times: that is one list (RFC 9110 §5.3).
    private static func list(_ request: HTTPRequest, _ name: String) -> [String] {
        request.headers.filter { equalIgnoringCase($0.0, name) }.flatMap { $0.1.split(separator: ",").map(String.init) }
    }

    /// The address of a node: quotes, brackets and the port are taken off; nil if it is none.
    private static func address(_ node: String) -> String? {
        var text = node.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            text = String(text[text.index(after: text.startIndex)..<end])
        } else if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
            text = String(text[..<colon])
        }
        return bytes(text) == nil ? nil : text
    }

    /// Four bytes or sixteen; an IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) has four.
    private static func bytes(_ text: String) -> [UInt8]? {
        if let four = bytes(text, AF_INET, count: 4) { return four }
        guard let bytes = bytes(text, AF_INET6, count: 16) else { return nil }
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
    }

    private static func bytes(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
