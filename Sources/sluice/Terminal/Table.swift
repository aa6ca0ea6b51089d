// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A table in plain text: columns as wide as their widest cell, numbers to the right.
struct Table {
    enum Alignment: Sendable { case left, right }

    struct Column: Sendable {
        let title: String
        let alignment: Alignment

        static func text(_ title: String) -> Column { Column(title: title, alignment: .left) }
        static func number(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; cells that are missing are empty, those that are too many are left out.
    mutating func add(_ cells: [String]) {
        var row = Array(cells.prefix(columns.count))
        while row.count < columns.count { row.append("") }
        rows.append(row)
    }

    /// The lines, each with `indent` spaces before it.
    func text(_ console: Console, indent: Int = 0) -> String {
        var widths = columns.map(\.title.count)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        let margin = String(repeating: " ", count: indent)
        var text = ""
        if columns.contains(where: { !$0.title.isEmpty }) {
            text += margin + console.styled(line(columns.map(\.title), widths), .dim) + "\n"
        }
        for row in rows { text += margin + line(row, widths) + "\n" }
        return text
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            let pad = String(repeating: " ", count: widths[index] - cell.count)
            let isLast = index == cells.count - 1
            if index > 0 { text += "  " }
            switch columns[index].alignment {
            case .left: text += isLast ? cell : cell + pad
            case .right: text += pad + cell
            }
        }
        return text
    }
}

extension Int {
    /// With a comma between groups of three digits: 31,106.
    var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + text
    }

    /// As a size in bytes with one decimal: 1.4 MiB.
    var asByteSize: String {
        var value = Double(self)
        var unit = "B"
        for next in ["KiB", "MiB", "GiB", "TiB"] {
            guard value >= 1024 else { break }
            value /= 1024
            unit = next
        }
        let tenths = Int((value * 10).rounded())
        return unit == "B" ? "\(self) B" : "\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
