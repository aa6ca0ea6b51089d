// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Foundation
import TestKit
import Testing

@testable import Registry

@Suite("The catalogue in headless Chromium")
struct CatalogueBrowserTests {
    private struct Visit: Encodable {
        var url: String
        var width = 1280
        var height = 800
        var dark = false
        var scripts = true
        var tabs = 0
        var screenshot: String?
    }

    private struct Seen: Decodable {
        let title: String
        let errors: [String]
        let width: Int
        let overflowing: [String]
        let background: String
        let focus: [Focus]
        let html: String
        let hosts: [String]
    }

    /// An element that the keyboard came to: its name, its text, and whether it is seen to have the focus.
    private struct Focus: Decodable {
        let tag, text: String
        let isSeen: Bool

        init(from decoder: any Decoder) throws {
            var parts = try decoder.unkeyedContainer()
            tag = try parts.decode(String.self)
            text = try parts.decode(String.self)
            isSeen = try parts.decode(Bool.self)
        }
    }

    private static let pages = [
        ("subjects", "/ui?deleted=true"), ("subject", "/ui/subjects/orders-value"),
        ("protobuf", "/ui/subjects/shop-value"), ("hostile", "/ui/subjects/\(CatalogueSample.hostilePath)"),
        ("compare", "/ui/subjects/orders-value/compare?old=1&new=3"),
        ("compare-protobuf", "/ui/subjects/shop-value/compare?old=1&new=2"), ("contexts", "/ui/contexts"),
        ("schema", "/ui/schemas/1"), ("missing", "/ui/nope"),
    ]

    /// `SLUICE_TEST_SCREENSHOTS` keeps the pictures in a folder.
    private static func folder() throws -> String {
        try ProcessInfo.processInfo.environment["SLUICE_TEST_SCREENSHOTS"] ?? TemporaryFolder.make("screenshots")
    }

    private func see(_ visits: [Visit]) throws -> [Seen] {
        let file = try TemporaryFolder.make("visits") + "/visits.json"
        try JSONEncoder().encode(visits).write(to: URL(filePath: file))
        let output = try PythonOracle.run(file: "Tests/Registry/Oracles/browser.py", [file])
        return try JSONDecoder().decode([Seen].self, from: Data(output.utf8))
    }

    @Test("pages fit a desktop and a phone, in light and dark, without a word in the console")
    func screens() throws {
        let registry = try CatalogueSample.shared.get().registry
        let folder = try Self.folder()
        var visits: [Visit] = []
        for (name, path) in Self.pages {
            for (width, height) in [(1280, 800), (360, 740)] {
                for dark in [false, true] {
                    visits.append(
                        Visit(
                            url: registry.url + path, width: width, height: height, dark: dark,
                            screenshot: "\(folder)/\(name)-\(width)-\(dark ? "dark" : "light").png"))
                }
            }
        }
        for (visit, seen) in zip(visits, try see(visits)) {
            // Chromium logs a page that is not there.
            let errors = seen.errors.filter { !$0.contains("the server responded with a status of 404") }
            #expect(errors == [], "\(visit.url)")
            #expect(seen.width <= visit.width, "\(visit.url) scrolls sideways at \(visit.width)")
            #expect(seen.overflowing == [], "\(visit.url) at \(visit.width)")
            #expect(seen.title.hasSuffix("Sluice registry"))
            #expect(seen.background == (visit.dark ? "rgb(15, 20, 25)" : "rgb(255, 255, 255)"))
            #expect(seen.hosts == [String(registry.url.dropFirst("http://".count))])
            let picture = try Data(contentsOf: URL(filePath: visit.screenshot ?? ""))
            #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 5000)
        }
    }

    @Test("the keyboard comes to everything in order, and shows where it is")
    func keyboard() throws {
        let registry = try CatalogueSample.shared.get().registry
        let all = try see([Visit(url: registry.url + "/ui", tabs: 12)])
        let seen = try #require(all.first)
        #expect(
            seen.focus.prefix(6).map(\.text) == [
                "Skip to the content", "Sluice registry", "Subjects", "Contexts", "q", "Search",
            ])
        #expect(seen.focus.map(\.tag).contains("SELECT"))
        #expect(seen.focus.allSatisfy { $0.isSeen })
    }

    @Test("without scripts the same is there, but for the buttons to copy")
    func withoutScripts() throws {
        let registry = try CatalogueSample.shared.get().registry
        let url = registry.url + "/ui/subjects/orders-value"
        let seen = try see([Visit(url: url), Visit(url: url, scripts: false)])
        #expect(seen.count == 2)
        func stripped(_ html: String) -> String {
            html.replacingOccurrences(
                of: #"<button type="button"[^>]*>Copy</button>"#, with: "", options: .regularExpression)
        }
        #expect(seen[0].html.contains(">Copy</button>") && !seen[1].html.contains(">Copy</button>"))
        #expect(stripped(seen[0].html) == stripped(seen[1].html))
    }
}
