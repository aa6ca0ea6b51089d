// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Testing

@testable import Registry

@Suite("HTML is safe by construction")
struct HTMLTests {
    @Test(
        "texts are shown as they are, in elements and in attributes",
        arguments: [
            ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\" onclick='x'", "&quot; onclick=&#39;x&#39;"), ("line\nline\ttab", "line\nline\ttab"),
            ("\u{0}\u{7}\u{1B}[0m", "[U+0000][U+0007][U+001B][0m"), ("caf\u{E9} \u{1F600}", "caf\u{E9} \u{1F600}"),
            ("abc\u{202E}cba", "abc[U+202E]cba"), ("a\u{2066}b\u{2069}\u{200B}", "a[U+2066]b[U+2069][U+200B]"),
            ("&amp;", "&amp;amp;"), ("]]><!--", "]]&gt;&lt;!--"),
        ])
    func escaping(text: String, expected: String) {
        #expect(HTML(text).text == expected)
        #expect(HTML(.p, .id(text)) { text }.text == "<p id=\"\(expected)\">\(expected)</p>")
    }

    @Test("elements are closed, void ones have no end, missing attributes are left out")
    func elements() {
        let html = HTML(.ul, .class("a", nil, "b"), nil) {
            for number in 1...2 { HTML(.li) { String(number) } }
            if piece(true).isEmpty { "never" }
            HTML(.input, .type("checkbox"), .checked)
        }
        #expect(html.text == #"<ul class="a b"><li>1</li><li>2</li><input type="checkbox" checked></ul>"#)
        #expect(HTML(.p, .class(nil)).text == "<p></p>")
    }

    private func piece(_ isThere: Bool) -> HTML { isThere ? HTML("x") : HTML() }

    @Test(
        "links lead to the subject whatever its name is",
        arguments: [
            "s", "a/b", "..", ".", "a b", "?q=1&x#y", "<script>", "\"", "'", "%2F", "\u{E9}", ":.ctx:a:b", ":.:..",
            "a\\b",
            "javascript:alert(1)", "//evil.example", "\u{202E}x",
        ])
    func links(name: String) throws {
        let subject = SubjectName(name)
        for (link, rest) in [
            (CatalogueLink.subject(subject), []), (.version(subject, 3), ["versions", "3"]),
            (.comparison(subject), ["compare"]),
        ] {
            #expect(link.text.hasPrefix("/ui/subjects/"))
            #expect(link.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>\\".utf8.contains($0) })
            let request = try #require(HTTPRequest(method: "GET", rawPath: link.text))
            #expect(SubjectName(request.segments[2]) == subject)
            #expect(Array(request.segments.dropFirst(3)) == rest)
            // Browsers would take these for steps.
            #expect(!request.segments.contains { $0 == "." || $0 == ".." })
        }
    }

    @Test("the query of a list is read as it was written")
    func query() throws {
        let query = SubjectQuery(
            text: "a&b=c#", context: ".ctx", includesDeleted: true, after: SubjectName(context: ".", name: ":.x:y"))
        let link = CatalogueLink.subjects(query).text
        let raw = try #require(link.split(separator: "?").last).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
        }
        let request = try #require(HTTPRequest(method: "GET", rawPath: "/ui", rawQuery: raw))
        #expect(SubjectQuery(request) == query)
    }

    @Test(
        "commands quote what a shell would read",
        arguments: [
            ("orders-value", "orders-value"), ("a b", "'a b'"), ("$(rm -rf x)", "'$(rm -rf x)'"),
            ("it's", "'it'\\''s'"),
            ("a;b", "'a;b'"), ("", "''"), ("`x`", "'`x`'"), ("\u{E9}", "'\u{E9}'"),
        ])
    func quoting(word: String, expected: String) { #expect(SnippetsView.quoted(word) == expected) }
}
