// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Registry

@Suite("Subjects with their contexts")
struct SubjectNameTests {
    @Test(
        "a name is qualified itself, by the prefix of the path, or in the default context",
        arguments: [
            ("s", ".", ".", "s", "s"), (":.:s", ".", ".", "s", "s"), (":.ctx:s", ".", ".ctx", "s", ":.ctx:s"),
            ("s", ".ctx", ".ctx", "s", ":.ctx:s"), (":.other:s", ".ctx", ".other", "s", ":.other:s"),
            (":.:s", ".ctx", ".", "s", "s"), (":.ctx:", ".", ".ctx", "", ":.ctx:"),
            (":.ctx", ".", ".ctx", "", ":.ctx:"),
            (":.a:b:c", ".", ".a", "b:c", ":.a:b:c"), ("", ".", ".", "", ""), (":x:s", ".", ".", ":x:s", ":x:s"),
            (":.:" + ":.a:s", ".", ".", ":.a:s", ":.::.a:s"),
        ])
    func reading(text: String, place: String, context: String, name: String, written: String) {
        let subject = SubjectName(text, in: place)
        #expect(subject == SubjectName(context: context, name: name))
        #expect(subject.text == written)
        #expect(SubjectName(subject.text) == subject)
    }

    @Test(
        "nothing is registered under these names",
        arguments: [
            "", "__GLOBAL", "__EMPTY", "a\u{0}", "a\nb", "\u{7f}", String(repeating: "s", count: 1001), ":.ctx:",
        ])
    func refused(name: String) {
        #expect(throws: RegistryError.self) { try SubjectName(name).check() }
    }

    @Test("settings may be made for a context and for the registry as a whole")
    func places() throws {
        try SubjectName.registry.checkPlace()
        #expect(SubjectName("") == .registry && SubjectName(":.:") == .registry)
        #expect(SubjectName(":.c:s").wholeContext == SubjectName(":.c:"))
    }
}
