// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP

/// What must hold for every page, whatever it shows: elements are closed, ids are unique, links within the page lead
/// somewhere, fields have labels, there is one heading of the page and one main part, and nothing runs that stands in it.
struct PageAudit {
    private(set) var problems: [String] = []
    private(set) var ids: Set<String> = []
    private(set) var links: [String] = []
    private(set) var headings: [String] = []

    private var open: [String] = []
    private var labelled: Set<String> = []
    private var fields: [String] = []
    private var counts: [String: Int] = [:]

    init(_ html: String) {
        let prefix = "<!DOCTYPE html>\n"
        if !html.hasPrefix(prefix) { problems.append("no doctype") }
        var rest = html.dropFirst(prefix.count)
        while let start = rest.firstIndex(of: "<") {
            guard let end = rest[start...].firstIndex(of: ">") else {
                problems.append("a tag that is not closed")
                break
            }
            read(String(rest[rest.index(after: start)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        if !open.isEmpty { problems.append("not closed: \(open)") }
        for link in links where link.hasPrefix("#") {
            let id = PercentCoding.decoded(link.dropFirst()) ?? ""
            if !ids.contains(id) { problems.append("a link to \(id), which is not there") }
        }
        for field in fields where !labelled.contains(field) { problems.append("the field \(field) has no label") }
        for name in ["h1", "main", "title", "header", "footer"] where counts[name] != 1 {
            problems.append("\(counts[name] ?? 0) of \(name)")
        }
        if links.first != "#content" { problems.append("the first link does not skip to the content") }
    }

    private mutating func read(_ tag: String) {
        if tag.hasPrefix("/") {
            let name = String(tag.dropFirst())
            if open.popLast() != name { problems.append("</\(name)> closes another element") }
            return
        }
        let name = String(tag.prefix { $0 != " " })
        let attributes = Self.attributes(tag.dropFirst(name.count))
        counts[name, default: 0] += 1
        if !["br", "input", "link", "meta"].contains(name) { open.append(name) }
        for (attribute, value) in attributes {
            if attribute.hasPrefix("on") || attribute == "style" { problems.append("<\(tag)>") }
            if attribute == "id", !ids.insert(value).inserted { problems.append("the id \(value) twice") }
            if attribute == "href", name == "a" { links.append(value) }
            if ["href", "src", "action"].contains(attribute), !value.hasPrefix("/") || value.hasPrefix("//"),
                !value.hasPrefix("#")
            {
                problems.append("\(attribute)=\(value) leads away")
            }
            if name == "label", attribute == "for" { labelled.insert(value) }
        }
        let byName = Dictionary(attributes, uniquingKeysWith: { first, _ in first })
        if name == "input" || name == "select", byName["aria-label"] == nil { fields.append(byName["id"] ?? tag) }
        if name == "script", byName["src"] == nil { problems.append("a script in the page") }
        if name == "th", byName["scope"] == nil { problems.append("a header cell without a scope") }
        if ["h1", "h2", "h3"].contains(name) { headings.append(name) }
    }

    private static func attributes(_ text: Substring) -> [(String, String)] {
        var attributes: [(String, String)] = []
        var rest = text
        while true {
            rest = rest.drop { $0 == " " }
            guard !rest.isEmpty else { return attributes }
            let name = String(rest.prefix { $0 != "=" && $0 != " " })
            rest = rest.dropFirst(name.count)
            guard rest.hasPrefix("=\"") else {
                attributes.append((name, ""))
                continue
            }
            rest = rest.dropFirst(2)
            attributes.append((name, String(rest.prefix { $0 != "\"" })))
            rest = rest.drop { $0 != "\"" }.dropFirst()
        }
    }
}
