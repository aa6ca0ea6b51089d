// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Findings for a person: `file:line:column`, the line with a caret, why, and what to do.
struct FindingText {
    let console: Console

    func text(_ findings: [SchemaFinding]) -> String { findings.map(text).joined(separator: "\n") }

    func text(_ finding: SchemaFinding) -> String {
        let place = finding.place
        let colour: Console.Style = finding.severity == .error ? .red : .yellow
        var text = console.styled("\(finding.file):\(place.line):\(place.column): ", .bold)
        text += console.styled(finding.severity.rawValue, colour) + ": " + finding.message
        text += console.styled(" [\(finding.rule)]", .dim) + "\n"
        text += snippet(finding.text, place, colour)
        if !finding.why.isEmpty, finding.why != finding.message { text += note("why", finding.why) }
        if !finding.remedy.isEmpty { text += note("mend", finding.remedy) }
        for related in finding.related {
            let path = related.place.map { $0.path.isEmpty ? "" : " at \($0.path)" } ?? ""
            text += note("against", related.label + path)
            if let place = related.place { text += snippet(related.text, place, .cyan) }
        }
        if let example = finding.example {
            text += note("example", SchemaText.inline(example.record))
            if !example.reason.isEmpty { text += note("", example.reason) }
        }
        return text
    }

    private func note(_ name: String, _ text: String) -> String {
        let label = name.isEmpty ? "" : name + ":"
        let pad = String(repeating: " ", count: max(0, 9 - label.count))
        let lines = Wrapping.wrap(text, width: max(40, min(console.width, 120) - 12)).split(separator: "\n")
        let rest = lines.dropFirst().map { String(repeating: " ", count: 12) + $0 + "\n" }.joined()
        return "  " + console.styled(label, .bold) + pad + " " + (lines.first.map(String.init) ?? "") + "\n" + rest
    }

    /// The line with a caret under the column. A part of it where it is long, since registered texts stand on one line.
    private func snippet(_ source: String, _ place: SchemaFinding.Place, _ colour: Console.Style) -> String {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(place.line - 1) else { return "" }
        var line = Array(lines[place.line - 1].unicodeScalars.map { $0 == "\t" ? " " : Character($0) })
        if line.last == "\r" { line.removeLast() }
        var column = max(0, min(place.column - 1, line.count))
        let width = 96
        var (before, after) = ("", "")
        if line.count > width {
            let start = max(0, min(column - width / 3, line.count - width))
            let end = min(line.count, start + width)
            (before, after) = (start > 0 ? "…" : "", end < line.count ? "…" : "")
            line = Array(line[start..<end])
            column += before.count - start
        }
        let number = "\(place.line)"
        let margin = String(repeating: " ", count: max(0, 5 - number.count))
        let bar = console.styled("|", .dim)
        return "\(margin)\(number) \(bar) \(before)\(String(line))\(after)\n"
            + "      \(bar) " + String(repeating: " ", count: column) + console.styled("^", colour, .bold) + "\n"
    }
}
