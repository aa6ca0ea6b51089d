// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A piece of HTML, safe by construction: every text in it was escaped on its way in, every element is closed, and no
/// attribute can hold a script. Markup that is at hand as a string can't be put in at all.
struct HTML: Sendable {
    private(set) var text = ""

    /// Nothing.
    init() {}

    /// A text for people; whatever it has is shown and does nothing.
    init(_ text: String) { self.text.appendEscaped(text) }

    /// An element with what stands in it.
    init(_ tag: Tag, _ attributes: Attribute?..., @HTMLBuilder content: () -> HTML = { HTML() }) {
        self.init(tag, attributes, content())
    }

    init(_ tag: Tag, _ attributes: [Attribute?], _ content: HTML) {
        text = "<\(tag.rawValue)"
        for attribute in attributes { attribute?.write(to: &text) }
        text += ">"
        text += content.text
        text += "</\(tag.rawValue)>"
    }

    /// An element that has nothing in it.
    init(_ tag: VoidTag, _ attributes: Attribute?...) {
        text = "<\(tag.rawValue)"
        for attribute in attributes { attribute?.write(to: &text) }
        text += ">"
    }

    init(_ parts: [HTML]) {
        text.reserveCapacity(parts.reduce(0) { $0 + $1.text.utf8.count })
        for part in parts { text += part.text }
    }

    var isEmpty: Bool { text.isEmpty }

    /// The whole document as bytes.
    static func document(_ html: HTML) -> [UInt8] { Array("<!DOCTYPE html>\n\(html.text)\n".utf8) }

    /// Elements that have content. There is none for scripts and styles written in the page: the policy that pages come
    /// with forbids them.
    enum Tag: String {
        case a, b, body, button, caption, code, dd, details, div, dl, dt, footer, form, h1, h2, h3, head, header, html
        case label, li, main, mark, nav, ol, option, p, pre, script, section, select, small, span, strong, summary
        case table, tbody, td, th, thead, time, title, tr, ul
    }

    enum VoidTag: String { case br, input, link, meta }
}

extension String {
    /// Appends a text so that HTML shows it, in an element or in a quoted attribute.
    ///
    /// What would not be seen is made visible: controls that HTML forbids, and those that turn the direction of writing, so
    /// that a schema can't look like something that it is not.
    mutating func appendEscaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": append("&amp;")
            case "<": append("&lt;")
            case ">": append("&gt;")
            case "\"": append("&quot;")
            case "'": append("&#39;")
            case "\t", "\n": unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200B}", "\u{200E}", "\u{200F}",
                "\u{202A}"..."\u{202E}", "\u{2060}", "\u{2066}"..."\u{2069}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                append("[U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "]")
            default: unicodeScalars.append(scalar)
            }
        }
    }
}
