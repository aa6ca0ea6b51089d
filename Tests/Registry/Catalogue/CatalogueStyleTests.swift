// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Testing

@testable import Registry

@Suite("Colours and style of the catalogue")
struct CatalogueStyleTests {
    @Test("texts have the contrast of WCAG 2 AA in both schemes", arguments: CataloguePalette.pairs.indices)
    func contrast(index: Int) throws {
        let pair = CataloguePalette.pairs[index]
        let text = try #require(CataloguePalette.colours.first { $0.name == pair.text })
        let ground = try #require(CataloguePalette.colours.first { $0.name == pair.ground })
        for (one, other) in [(text.light, ground.light), (text.dark, ground.dark)] {
            let ratio = try Self.contrast(one, other)
            #expect(ratio >= 4.5, "\(pair.text) on \(pair.ground): \(ratio)")
        }
    }

    @Test("borders of fields to fill in are seen: 3 to 1")
    func borders() throws {
        let border = try #require(CataloguePalette.colours.first { $0.name == "muted" })
        let ground = try #require(CataloguePalette.colours.first { $0.name == "ground" })
        #expect(try Self.contrast(border.light, ground.light) >= 3)
        #expect(try Self.contrast(border.dark, ground.dark) >= 3)
    }

    @Test("the style uses no colour that is not in the palette, and nothing of another host")
    func palette() {
        let css = CatalogueStyle.css
        #expect(!css.contains("#") && !css.contains("rgb") && !css.contains("url(") && !css.contains("@import"))
        let names = Set(CataloguePalette.colours.map(\.name))
        for part in css.split(separator: "var(--").dropFirst() {
            let name = String(part.prefix { $0 != ")" })
            #expect(names.contains(name), "--\(name) is not in the palette")
        }
        #expect(!CatalogueScript.text.contains("http"))
    }

    @Test(
        "moments are written in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_795_521_918_999_999, "2026-11-24T12:05:18Z"), (-1, "1969-12-31T23:59:59Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00Z"),
        ] as [(Int64, String)])
    func time(micros: Int64, expected: String) { #expect(CatalogueTime.iso(micros: micros) == expected) }

    /// WCAG 2.2, "contrast ratio".
    private static func contrast(_ one: String, _ other: String) throws -> Double {
        let luminances = try [one, other].map(luminance).sorted()
        return (luminances[1] + 0.05) / (luminances[0] + 0.05)
    }

    private static func luminance(_ colour: String) throws -> Double {
        let number = try #require(Int(colour.dropFirst(), radix: 16))
        let parts = [number >> 16 & 255, number >> 8 & 255, number & 255].map { part -> Double in
            let part = Double(part) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
