// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

@Suite("Decimals are exact and know their bounds")
struct DecimalTests {
    @Test(
        "Texts are read with their scale and written with all of its digits",
        arguments: [
            ("0", 0, 0), ("12.50", 1250, 2), ("-0.05", -5, 2), ("00012", 12, 0),
            ("99999999999999999999.999999999999999999", 0, 18),
        ])
    func text(text: String, unscaled: Int, scale: Int) throws {
        let value = try #require(FixedDecimal(text))
        #expect(value.scale == scale)
        if unscaled != 0 { #expect(value.unscaled == Int128(unscaled)) }
        #expect(value.description == (text == "00012" ? "12" : text))
    }

    @Test(
        "Other texts are refused",
        arguments: ["", "-", ".5", "5.", "1e3", "1,5", "1.2.3", "0x1", String(repeating: "9", count: 40)])
    func refused(text: String) {
        #expect(FixedDecimal(text) == nil)
    }

    @Test("Rescaling and adding lose nothing, or are refused")
    func arithmetic() throws {
        let price = try #require(FixedDecimal("12.5"))
        #expect(price.rescaled(to: 2)?.description == "12.50")
        #expect(price.rescaled(to: 0) == nil)
        #expect(FixedDecimal(unscaled: .max, scale: 0).rescaled(to: 1) == nil)
        #expect(FixedDecimal("0.05").flatMap(price.adding)?.description == "12.55")
        #expect(FixedDecimal(unscaled: .max, scale: 0).adding(FixedDecimal(unscaled: 1, scale: 0)) == nil)
    }

    @Test("A bounded decimal exists only within its precision")
    func bounds() {
        #expect(BoundedDecimal<4, 2>("99.99")?.description == "99.99")
        #expect(BoundedDecimal<4, 2>("-99.99")?.unscaled == -9999)
        #expect(BoundedDecimal<4, 2>("100") == nil)
        #expect(BoundedDecimal<4, 2>("0.001") == nil)
        #expect(BoundedDecimal<4, 2>("0.100")?.description == "0.10")
        #expect(BoundedDecimal<38, 0>(unscaled: .max) == nil)
    }
}
