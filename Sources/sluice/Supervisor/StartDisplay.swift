// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The lines that show how the start goes: drawn in place on a terminal, else one line when something is settled.
struct StartDisplay {
    /// One part or step.
    struct Row: Hashable {
        enum Mark: Hashable { case waiting, busy, done, failed }

        var mark: Mark
        var title: String
        var detail: String
        var note: String
    }

    private let console: Console
    private var drawn = 0
    private var tick = 0
    private var printed: Set<String> = []

    init(console: Console) { self.console = console }

    /// Shows the rows as they are now.
    mutating func show(_ rows: [Row]) {
        if console.isLive {
            tick += 1
            let back = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
            console.err.write(back + rows.map { "\r\u{1B}[2K" + line($0) + "\n" }.joined())
            drawn = rows.count
            return
        }
        for row in rows where (row.mark == .done || row.mark == .failed) && printed.insert(row.title).inserted {
            console.error(line(row))
        }
    }

    private func line(_ row: Row) -> String {
        let mark: String
        switch row.mark {
        case .waiting: mark = console.styled("·", .dim)
        case .busy: mark = console.styled(Self.spinner[tick % Self.spinner.count], .cyan)
        case .done: mark = console.styled("✓", .green)
        case .failed: mark = console.styled("✗", .red)
        }
        // A line that wraps could not be drawn over.
        let room = max(10, console.width - 32)
        let detail = row.detail.count > room ? "…" + row.detail.suffix(room - 1) : row.detail
        let note = console.styled(row.note, row.mark == .failed ? .red : .dim)
        return "  \(mark) \(row.title.padded(to: 14)) \(detail.padded(to: min(34, room)))  \(note)"
    }

    private static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
}

extension String {
    /// With spaces behind it up to so many characters.
    func padded(to width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self
    }
}
