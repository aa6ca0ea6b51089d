// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The colours of pages. A test holds every pair that is used for text to the contrast that WCAG 2 AA asks for.
enum CataloguePalette {
    struct Colour: Sendable {
        let name: String
        let light, dark: String
    }

    static let colours: [Colour] = [
        .init(name: "ground", light: "#ffffff", dark: "#0f1419"),
        .init(name: "surface", light: "#f4f6f8", dark: "#182028"),
        .init(name: "line", light: "#d5dbe1", dark: "#2e3a46"), .init(name: "text", light: "#1a2027", dark: "#e4e9ee"),
        .init(name: "muted", light: "#566270", dark: "#9aa7b4"), .init(name: "link", light: "#0a58a8", dark: "#75b7ff"),
        .init(name: "good", light: "#14602c", dark: "#86e0a3"),
        .init(name: "good-ground", light: "#def5e4", dark: "#12301d"),
        .init(name: "bad", light: "#9a1226", dark: "#ffa199"),
        .init(name: "bad-ground", light: "#ffe6e6", dark: "#3d181b"),
        .init(name: "warn", light: "#6f4600", dark: "#f2c774"),
        .init(name: "warn-ground", light: "#fff2d0", dark: "#332708"),
        .init(name: "good-mark", light: "#aee8bf", dark: "#1f5a35"),
        .init(name: "bad-mark", light: "#ffc4c4", dark: "#6f2a2e"),
    ]

    /// Text and what it stands on.
    static let pairs: [(text: String, ground: String)] = [
        ("text", "ground"), ("text", "surface"), ("muted", "ground"), ("muted", "surface"), ("link", "ground"),
        ("link", "surface"), ("good", "good-ground"), ("bad", "bad-ground"), ("warn", "warn-ground"),
        ("text", "good-ground"), ("text", "bad-ground"), ("text", "good-mark"), ("text", "bad-mark"),
        ("link", "warn-ground"), ("muted", "good-ground"), ("muted", "bad-ground"), ("link", "good-ground"),
        ("link", "bad-ground"),
    ]

    /// As custom properties, for each scheme.
    static var css: String {
        func properties(_ value: (Colour) -> String) -> String {
            colours.map { "--\($0.name):\(value($0))" }.joined(separator: ";")
        }
        return ":root{color-scheme:light dark;\(properties(\.light))}\n"
            + "@media(prefers-color-scheme:dark){:root{\(properties(\.dark))}}\n"
    }
}
