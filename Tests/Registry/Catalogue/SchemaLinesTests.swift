// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@testable import Registry

@Suite("Texts in lines, and their differences")
struct SchemaLinesTests {
    @Test("JSON is laid out with a line for each field, and pointers lead to lines")
    func layout() throws {
        let json = try JSONValue.parse(
            #"{"type":"record","name":"R","fields":[{"name":"a","type":["null","string"],"default":null},"#
                + #"{"name":"b/~c","type":{"type":"map","values":"int"}}]}"#)
        let lines = SchemaLines(json: json)
        #expect(
            lines.lines == [
                "{", #"  "type": "record","#, #"  "name": "R","#, #"  "fields": ["#, "    {", #"      "name": "a","#,
                #"      "type": ["null", "string"],"#, #"      "default": null"#, "    },", "    {",
                #"      "name": "b/~c","#, #"      "type": {"type": "map", "values": "int"}"#, "    }", "  ]", "}",
            ])
        #expect(try JSONValue.parse(lines.lines.joined(separator: "\n")) == json)
        #expect(lines.line(of: "") == 1)
        #expect(lines.line(of: "/fields/0") == 5)
        #expect(lines.line(of: "/fields/0/type") == 7)
        // A branch has no line of its own: the nearest part around it has.
        #expect(lines.line(of: "/fields/0/type/1") == 7)
        #expect(lines.line(of: "/fields/1/type/values") == 12)
    }

    @Test("other texts stay as they are, but for line ends")
    func verbatim() {
        let lines = SchemaLines(text: "a\r\n\r\n b\n")
        #expect(lines.lines == ["a", "", " b"])
        #expect(lines.isVerbatim && !lines.isCut)
        #expect(SchemaLines(text: "").lines.isEmpty)
        let long = SchemaLines(text: String(repeating: "x\n", count: SchemaLines.maxLines + 1))
        #expect(long.isCut && long.lines.count == SchemaLines.maxLines)
    }

    @Test("the rows of a difference have both texts in full, whatever they are", arguments: 0..<60)
    func difference(seed: Int) {
        var random = SmallRandom(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
        func text() -> [String] { (0..<random.below(40)).map { _ in "line \(random.below(8))" } }
        let old = text()
        var new = random.below(3) == 0 ? text() : old
        for _ in 0..<random.below(6) where !new.isEmpty { new[random.below(new.count)] = "new \(random.below(4))" }
        if random.below(2) == 0, !new.isEmpty { new.remove(at: random.below(new.count)) }
        let rows = LineDiff.rows(old, new)
        #expect(Self.side(rows) { $0.old }.map(\.text) == old)
        #expect(Self.side(rows) { $0.new }.map(\.text) == new)
        #expect(Self.side(rows) { $0.old }.map(\.number) == Array(1...max(1, old.count)).prefix(old.count).map { $0 })
        for row in rows { if case .same(let a, let b) = row { #expect(a.text == b.text) } }
        if old == new { #expect(rows.allSatisfy { if case .same = $0 { true } else { false } }) }
    }

    @Test("as few lines differ as can be")
    func shortest() {
        let rows = LineDiff.rows(["a", "b", "c", "a", "b", "b", "a"], ["c", "b", "a", "b", "a", "c"])
        // The example of Myers' paper has four lines in common.
        #expect(rows.count { if case .same = $0 { true } else { false } } == 4)
    }

    @Test("what differs within a line is marked, unless the lines have nothing in common")
    func marks() {
        guard case .changed(let old, let new)? = LineDiff.rows([#""type": "int","#], [#""type": "long","#]).first
        else {
            Issue.record("no change")
            return
        }
        #expect(old.changed == 9..<12 && new.changed == 9..<13)
        guard case .changed(let one, let other)? = LineDiff.rows(["    abc"], ["    xyz"]).first else {
            Issue.record("no change")
            return
        }
        #expect(one.changed == nil && other.changed == nil)
    }

    @Test("lines that are the same are left out far from changes, but not those that are pointed to")
    func collapsing() {
        let old = (1...60).map(String.init)
        var new = old
        new[29] = "x"
        let rows = LineDiff.collapsed(LineDiff.rows(old, new), keepingOld: [60], keepingNew: [], context: 2)
        let gaps = rows.compactMap { if case .gap(let count) = $0 { count } else { nil } }
        #expect(gaps == [27, 25])
        #expect(Self.side(rows) { $0.old }.map(\.number) == [28, 29, 30, 31, 32, 58, 59, 60])
    }

    private static func side(
        _ rows: [LineDiff.Row], _ pick: ((old: LineDiff.Line?, new: LineDiff.Line?)) -> LineDiff.Line?
    ) -> [LineDiff.Line] {
        rows.compactMap { row in
            switch row {
            case .same(let old, let new), .changed(let old, let new): pick((old, new))
            case .removed(let old): pick((old, nil))
            case .added(let new): pick((nil, new))
            case .gap: nil
            }
        }
    }

    /// Repeatable numbers (xorshift).
    private struct SmallRandom {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return bound > 0 ? Int(state % UInt64(bound)) : 0
        }
    }
}
