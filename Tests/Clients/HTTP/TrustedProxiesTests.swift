// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Testing

@Suite("A client's address is the peer's, unless a trusted proxy tells another")
struct TrustedProxiesTests {
    private func client(_ trusted: String, peer: String, _ headers: [(String, String)]) throws -> String {
        let request = try #require(
            HTTPRequest(method: "GET", rawPath: "/", headers: headers, remoteAddress: peer))
        return try #require(TrustedProxies(trusted)).clientAddress(of: request)
    }

    @Test("Nobody is believed who is not named")
    func untrusted() throws {
        let lie = [("X-Forwarded-For", "1.2.3.4"), ("Forwarded", "for=1.2.3.4")]
        #expect(try client("10.0.0.0/8", peer: "11.0.0.1", lie) == "11.0.0.1")
        let request = try #require(HTTPRequest(method: "GET", rawPath: "/", headers: lie, remoteAddress: "10.0.0.1"))
        #expect(TrustedProxies.none.clientAddress(of: request) == "10.0.0.1")
    }

    @Test(
        "Of a chain, the last address that is no trusted proxy's counts: what stands before it anyone may have written",
        arguments: [
            ("1.2.3.4", "1.2.3.4"), ("9.9.9.9, 1.2.3.4", "1.2.3.4"), ("9.9.9.9, 1.2.3.4, 10.1.1.1", "1.2.3.4"),
            ("10.2.2.2,10.1.1.1", "10.2.2.2"), ("1.2.3.4:5678", "1.2.3.4"), ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]:80", "2001:db8::1"), ("1.2.3.4, nonsense", "10.0.0.1"), ("", "10.0.0.1"),
        ])
    func chain(forwardedFor: String, expected: String) throws {
        #expect(try client("10.0.0.0/8,::1", peer: "10.0.0.1", [("X-Forwarded-For", forwardedFor)]) == expected)
    }

    @Test(
        "Forwarded is read as RFC 7239 writes it, and goes before the older header",
        arguments: [
            ("for=1.2.3.4", "1.2.3.4"), ("For=\"[2001:db8::1]:80\";proto=https", "2001:db8::1"),
            ("proto=http;for=1.2.3.4, for=10.1.1.1;by=x", "1.2.3.4"), ("for=unknown", "10.0.0.1"),
            ("for=1.2.3.4, for=_hidden", "10.0.0.1"), ("proto=http", "10.0.0.1"),
        ])
    func forwarded(value: String, expected: String) throws {
        let headers = [("X-Forwarded-For", "8.8.8.8"), ("Forwarded", value)]
        #expect(try client("10.0.0.0/8", peer: "10.0.0.1", headers) == expected)
    }

    @Test(
        "How the client came is told by a trusted proxy, in either header",
        arguments: [
            ([("X-Forwarded-Proto", "https")], "https"), ([("X-Forwarded-Proto", "HTTPS, http")], "https"),
            ([("Forwarded", "for=1.2.3.4;Proto=\"https\", for=10.1.1.1;proto=http")], "https"),
            ([("Forwarded", "for=1.2.3.4"), ("X-Forwarded-Proto", "https")], nil),
            ([("X-Forwarded-Proto", "gopher")], nil), ([("X-Forwarded-Proto", "http")], "http"), ([], nil),
        ] as [([(String, String)], String?)])
    func scheme(headers: [(String, String)], expected: String?) throws {
        let proxies = try #require(TrustedProxies("10.0.0.0/8"))
        for (peer, scheme) in [("10.0.0.1", expected), ("11.0.0.1", nil)] {
            let request = try #require(
                HTTPRequest(method: "GET", rawPath: "/", headers: headers, remoteAddress: peer))
            #expect(proxies.clientScheme(of: request) == scheme)
        }
    }

    @Test("A header that comes several times is one list")
    func repeated() throws {
        let headers = [("X-Forwarded-For", "1.1.1.1"), ("x-forwarded-for", "2.2.2.2")]
        #expect(try client("10.0.0.0/8", peer: "10.0.0.1", headers) == "2.2.2.2")
    }

    @Test("Networks end within bytes, and IPv4 in IPv6 is IPv4")
    func networks() throws {
        let headers = [("X-Forwarded-For", "1.1.1.1")]
        #expect(try client("10.0.0.128/25", peer: "10.0.0.129", headers) == "1.1.1.1")
        #expect(try client("10.0.0.128/25", peer: "10.0.0.127", headers) == "10.0.0.127")
        #expect(try client("10.0.0.0/8", peer: "::ffff:10.0.0.1", headers) == "1.1.1.1")
        #expect(try client("2001:db8::/33", peer: "2001:db8:7fff::1", headers) == "1.1.1.1")
        #expect(try client("2001:db8::/33", peer: "2001:db8:8000::1", headers) == "2001:db8:8000::1")
        #expect(try client("0.0.0.0/0", peer: "7.7.7.7", [("X-Forwarded-For", "")]) == "7.7.7.7")
    }

    @Test(
        "What is no address or network is refused",
        arguments: ["", "x", "10.0.0.0/33", "10.0.0.1/", "1.2.3", "::/129", "1/2/3"])
    func invalid(text: String) {
        #expect(TrustedProxies(text) == nil)
    }
}
