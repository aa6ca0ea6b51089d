// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How far a long piece of work is: a bar that is drawn over on a terminal, a line each fifth elsewhere.
struct ProgressBar {
    private let console: Console
    private let title: String
    private let total: Int
    private var drawn: ContinuousClock.Instant?
    private var fifths = 0
    private let began = ContinuousClock.now

    /// - Parameter total: what there is to do; 0 is nothing.
    init(_ title: String, total: Int, console: Console) {
        self.title = title
        self.total = total
        self.console = console
    }

    /// Shows that so much is done; at most ten times a second.
    mutating func show(_ done: Int, note: String = "") {
        let isOver = done >= total
        if console.isLive {
            if let drawn, !isOver, drawn.duration(to: .now) < .milliseconds(100) { return }
            drawn = .now
            console.err.write("\r\u{1B}[2K" + line(done, note) + (isOver ? "\n" : ""))
        } else if total > 0, done * 5 / total > fifths {
            fifths = done * 5 / total
            console.error("  \(title)  \(done.grouped) of \(total.grouped)" + (note.isEmpty ? "" : "  \(note)"))
        }
    }

    private func line(_ done: Int, _ note: String) -> String {
        let width = 30
        let filled = total > 0 ? min(width, done * width / total) : width
        let bar =
            console.styled(String(repeating: "━", count: filled), .green)
            + console.styled(String(repeating: "━", count: width - filled), .dim)
        let seconds = began.duration(to: .now).seconds
        let rate = seconds > 0.2 ? "  \(Int(Double(done) / seconds).grouped)/s" : ""
        return "  \(title)  \(bar)  \(done.grouped) of \(total.grouped)\(rate)" + (note.isEmpty ? "" : "  \(note)")
    }
}
