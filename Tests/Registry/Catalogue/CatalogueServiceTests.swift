// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientPostgreSQL
import Formats
import Foundation
import TestKit
import Testing

@testable import Registry

@Suite("The catalogue over the service")
struct CatalogueServiceTests {
    private func get(_ path: String, _ headers: [(String, String)] = []) throws -> TestRegistry.Answer {
        try CatalogueSample.shared.get().registry.send("GET", path, headers: headers)
    }

    /// Every kind of page.
    static let paths = [
        "/ui", "/ui/subjects", "/ui?q=value", "/ui?q=%3Cb%3E&deleted=true", "/ui?q=nothing", "/ui?q=7",
        "/ui?context=.team", "/ui/contexts", "/ui/schemas/1", "/ui/schemas/1?context=.team",
        "/ui/subjects/orders-value", "/ui/subjects/orders-value/versions/1",
        "/ui/subjects/orders-value/versions/latest",
        "/ui/subjects/orders-value?before=3", "/ui/subjects/money-value", "/ui/subjects/old-value",
        "/ui/subjects/shop-value", "/ui/subjects/:.team:events-value", "/ui/subjects/\(CatalogueSample.hostilePath)",
        "/ui/subjects/orders-value/compare?old=1&new=3", "/ui/subjects/orders-value/compare?old=2&new=3&all=true",
        "/ui/subjects/orders-value/compare?old=2&new=2", "/ui/subjects/shop-value/compare?old=1&new=2",
    ]

    @Test("every page is well made, says what it may load, and comes with an ETag", arguments: paths)
    func page(path: String) throws {
        let answer = try get(path, [("Accept", "text/html")])
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.contentType == "text/html; charset=utf-8")
        #expect(PageAudit(answer.text).problems == [])
        #expect(answer.header("Content-Security-Policy") == Catalogue.policy)
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        #expect(answer.header("Cache-Control") == "private, no-cache")
        let tag = try #require(answer.header("ETag"))
        let again = try get(path, [("If-None-Match", tag)])
        #expect(again.status == 304 && again.text.isEmpty && again.header("ETag") == tag)
        #expect(try get(path, [("If-None-Match", "\"other\"")]).status == 200)
        // Nothing that a schema or a name has becomes markup.
        #expect(!answer.text.contains("<b>") && !answer.text.contains("<img") && !answer.text.contains("alert(1)>"))
    }

    @Test(
        "what links of a page lead to is there",
        arguments: ["/ui?deleted=true", "/ui/contexts", "/ui/subjects/orders-value"])
    func links(path: String) throws {
        let links = Set(PageAudit(try get(path).text).links.filter { !$0.hasPrefix("#") })
        #expect(links.count >= 5)
        for link in links {
            let raw = link.replacingOccurrences(of: "&amp;", with: "&")
            #expect(try get(String(raw.prefix { $0 != "#" })).status == 200, "\(raw)")
        }
    }

    @Test(
        "what is not there is told with a page",
        arguments: [
            ("/ui/nope", 404), ("/ui/subjects/none", 404), ("/ui/subjects/orders-value/versions/99", 404),
            ("/ui/subjects/orders-value/versions/x", 422), ("/ui/schemas/99", 404), ("/ui/schemas/x", 404),
            ("/ui/subjects/orders-value/compare", 404), ("/ui/subjects/orders-value/compare?old=1&new=9", 404),
            ("/ui/assets/nope.css", 404), ("/ui/subjects/\(CatalogueSample.hostilePath)/versions/9", 404),
            ("/ui/schemas/1?context=.none", 404), ("/ui/subjects/old-value/versions/latest", 404),
        ])
    func missing(path: String, status: Int) throws {
        let answer = try get(path)
        #expect(answer.status == status)
        #expect(answer.contentType == "text/html; charset=utf-8")
        #expect(PageAudit(answer.text).problems == [])
    }

    @Test("HEAD is answered like GET without the body, and nothing else is")
    func methods() throws {
        let registry = try CatalogueSample.shared.get().registry
        let head = try registry.send("HEAD", "/ui")
        #expect(head.status == 200 && head.text.isEmpty)
        #expect(head.header("ETag") == (try get("/ui")).header("ETag"))
        for method in ["POST", "PUT", "DELETE"] {
            let answer = try registry.send(method, "/ui", text: method == "DELETE" ? nil : "x=1")
            #expect(answer.status == 405 && answer.header("Allow") == "GET, HEAD")
        }
    }

    @Test("style, script and picture are served to be kept for ever")
    func assets() throws {
        for asset in CatalogueAsset.all {
            let answer = try get("/ui/assets/" + asset.path)
            #expect(answer.status == 200 && answer.contentType == asset.contentType)
            #expect(answer.header("Cache-Control") == "public, max-age=31536000, immutable")
            #expect(try get("/ui").text.contains("/ui/assets/" + asset.path))
        }
    }

    @Test("a subject shows versions with who made them, settings with their origin, references, history")
    func subject() throws {
        let text = try get("/ui/subjects/orders-value").text
        for part in [
            "Somebody ordered something.", "items[].", "optional string", "anonymous", "from 127.0.0.1",
            "FULL", "this subject", "default", "/ui/subjects/money-value/versions/1", "shop.Money",
            "sluice schema get orders-value", "configured",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(try get("/ui/subjects/money-value").text.contains("/ui/subjects/orders-value/versions/3"))
        let old = try get("/ui/subjects/old-value").text
        #expect(old.contains("All versions of this subject are deleted"))
        #expect(try get("/ui").text.contains("orders-value"))
        #expect(!(try get("/ui").text.contains("old-value")))
        #expect(try get("/ui?deleted=true").text.contains("old-value"))
    }

    @Test("a comparison tells the verdict by policy and direction, and leads to the lines")
    func comparison() throws {
        let text = try get("/ui/subjects/orders-value/compare?old=1&new=3").text
        for part in ["CONFLUENT", "STRICT", "avro/", "To mend it:", "#new", "#old", "Version 3, line"] {
            #expect(text.contains(part), "\(part)")
        }
        let same = try get("/ui/subjects/orders-value/compare?old=2&new=2").text
        #expect(same.contains("The texts are the same") && !same.contains("To mend it"))
        let proto = try get("/ui/subjects/shop-value/compare?old=1&new=2").text
        #expect(proto.contains("WIRE_JSON") && proto.contains("protobuf/"))
    }

    @Test("lists go on and back, a page at a time, and a search looks within names whatever their case")
    func paging() throws {
        let registry = try TestRegistry()
        for number in 100..<(100 + 2 * CataloguePaging.rows + 5) {
            try registry.register("s-\(number)", "\"int\"")
        }
        var seen: [[String]] = []
        var next: String? = "/ui"
        while let path = next {
            let page = try registry.get(path)
            seen.append(Self.subjects(page.text))
            next = Self.link("next", page.text)
        }
        #expect(seen.map(\.count) == [CataloguePaging.rows, CataloguePaging.rows, 5])
        #expect(seen.flatMap { $0 } == (100..<(100 + 2 * CataloguePaging.rows + 5)).map { "s-\($0)" })
        let second = try #require(Self.link("next", try registry.get("/ui").text))
        let back = try #require(Self.link("prev", try registry.get(second).text))
        #expect(Self.subjects(try registry.get(back).text) == seen[0])
        #expect(Self.link("prev", try registry.get(back).text) == nil)
        #expect(Self.subjects(try registry.get("/ui?q=S-10").text).count == 10)
    }

    private static func subjects(_ html: String) -> [String] {
        html.components(separatedBy: "href=\"/ui/subjects/").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    private static func link(_ relation: String, _ html: String) -> String? {
        guard let end = html.range(of: "\" rel=\"\(relation)\"") else { return nil }
        return html[..<end.lowerBound].components(separatedBy: "href=\"").last?
            .replacingOccurrences(of: "&amp;", with: "&")
    }

    @Test("who has no key is asked for one; a key sees its part only")
    func access() throws {
        let sample = try CatalogueSample.shared.get()
        let registry = try TestRegistry(databaseURL: sample.registry.databaseURL) { $0.access = .required }
        let asked = try registry.get("/ui")
        #expect(asked.status == 401 && asked.contentType == "text/html; charset=utf-8")
        #expect(asked.headers.contains { $0.0.lowercased() == "www-authenticate" && $0.1.hasPrefix("Basic realm=") })
        #expect(!asked.text.contains("orders-value"))
        // A browser gets what the page asking for the key is made with.
        #expect(try registry.get("/ui/assets/" + CatalogueAsset.style.path).status == 200)

        let keys = APIKeyStore(pool: PostgresPool(url: sample.registry.databaseURL, size: 1))
        let secret = try keys.create(
            name: "part-\(UUID().uuidString)", role: .reader, subjectPrefixes: ["money-", ":.team:"]
        ).secret.text
        let header = ("Authorization", "Basic " + Data("me:\(secret)".utf8).base64EncodedString())
        func get(_ path: String) throws -> TestRegistry.Answer {
            try registry.send("GET", path, headers: [header])
        }
        let list = try get("/ui?deleted=true").text
        #expect(list.contains("money-value") && list.contains("events-value"))
        #expect(!list.contains("orders-value") && !list.contains("shop-value"))
        #expect(try get("/ui/subjects/orders-value").status == 403)
        #expect(try get("/ui/subjects/orders-value/compare?old=1&new=2").status == 403)
        let money = try get("/ui/subjects/money-value")
        #expect(money.status == 200 && !money.text.contains("orders-value"))
        let answer = try sample.registry.get("/subjects/orders-value/versions/1")
        let orders = try #require(answer.json?["id"]?.text())
        #expect(try get("/ui/schemas/\(orders)").status == 404)
    }
}
