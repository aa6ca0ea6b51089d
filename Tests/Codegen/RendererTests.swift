// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import CodegenCore

@Suite("Declarations are written as swift format would")
struct RendererTests {
    private func text(_ layout: Layout, width: Int = 40) -> String {
        var writer = LayoutWriter(width: width)
        writer.write(layout)
        return writer.text
    }

    @Test("A list is filled, and what follows its last item counts")
    func lists() {
        let items = (1...6).map { Layout.text("item\($0)") }
        let call = Layout.group(.text("call(") + .indented(.cut + .list(items)) + .text(")"))
        #expect(text(call, width: 60) == "call(item1, item2, item3, item4, item5, item6)")
        #expect(text(call, width: 46) == "call(item1, item2, item3, item4, item5, item6)")
        #expect(text(call, width: 45) == "call(\n    item1, item2, item3, item4, item5, item6)")
        #expect(text(call, width: 25) == "call(\n    item1, item2, item3,\n    item4, item5, item6)")
    }

    @Test("A group is broken as a whole")
    func groups() {
        let group = Layout.group(.text("a") + .indented(.space + .text("b") + .space + .text("c")))
        #expect(text(group) == "a b c")
        #expect(text(group, width: 4) == "a\n    b\n    c")
    }

    @Test("Strings are escaped, and blocks fenced, so that they mean what was given")
    func literals() {
        #expect(Literal.string("a\"b\\c\n\u{1}") == #""a\"b\\c\n\u{1}""#)
        #expect(Literal.block(#"a """# + "\"\"\"# b").hasPrefix("##\"\"\"\n"))
        #expect(Literal.block("\\#(x)").hasPrefix("##\"\"\"\n"))
        #expect(Literal.hexadecimal(0xABC) == "0x0000_0000_0000_0ABC")
        #expect(Literal.integer(.min) == "-9_223_372_036_854_775_808")
        #expect(Literal.integer(12345) == "12345")
    }

    @Test("Words that Swift needs get back ticks where they are declared")
    func keywords() {
        let property = Declaration.property(
            Property(doc: ["One.", "Two."], name: "default", type: .optional(.named("Int")), value: .stored))
        #expect(text(Renderer().render(property)) == "/// One.\n///\n/// Two.\npublic var `default`: Int?")
    }
}
