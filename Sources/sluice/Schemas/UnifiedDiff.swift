// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The difference of two texts, line by line, as `diff -u` writes it.
struct UnifiedDiff: Sendable {
    enum Line: Sendable, Hashable {
        case same(String)
        case removed(String)
        case added(String)

        var text: String {
            switch self {
            case .same(let text): " " + text
            case .removed(let text): "-" + text
            case .added(let text): "+" + text
            }
        }

        fileprivate var isChange: Bool {
            if case .same = self { false } else { true }
        }
    }

    struct Hunk: Sendable, Hashable {
        /// From 1, in the old and the new text.
        let oldStart: Int
        let newStart: Int
        let lines: [Line]

        /// `@@ -3,7 +3,8 @@`
        var header: String {
            let old = lines.count { if case .added = $0 { false } else { true } }
            let new = lines.count { if case .removed = $0 { false } else { true } }
            return "@@ -\(oldStart),\(old) +\(newStart),\(new) @@"
        }
    }

    /// Empty if the texts are equal.
    let hunks: [Hunk]

    init(from old: String, to new: String, context: Int = 3) {
        hunks = Self.hunks(Self.lines(from: Self.split(old), to: Self.split(new)), context: context)
    }

    /// For a terminal, with `---` and `+++` above where there is a difference.
    func text(old: String, new: String, _ console: Console) -> String {
        guard !hunks.isEmpty else { return "" }
        var text = console.styled("--- \(old)", .bold) + "\n" + console.styled("+++ \(new)", .bold) + "\n"
        for hunk in hunks {
            text += console.styled(hunk.header, .cyan) + "\n"
            for line in hunk.lines {
                switch line {
                case .same: text += line.text + "\n"
                case .removed: text += console.styled(line.text, .red) + "\n"
                case .added: text += console.styled(line.text, .green) + "\n"
                }
            }
        }
        return text
    }

    private static func split(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// All lines, removals before additions at each place.
    private static func lines(from old: [Substring], to new: [Substring]) -> [Line] {
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (before, after) = (0, 0)
        while before < old.count || after < new.count {
            if before < old.count, removed.contains(before) {
                lines.append(.removed(String(old[before])))
                before += 1
            } else if after < new.count, added.contains(after) {
                lines.append(.added(String(new[after])))
                after += 1
            } else {
                guard before < old.count, after < new.count else { break }
                lines.append(.same(String(old[before])))
                before += 1
                after += 1
            }
        }
        return lines
    }

    private static func hunks(_ lines: [Line], context: Int) -> [Hunk] {
        var hunks: [Hunk] = []
        var index = 0
        while let change = lines[index...].firstIndex(where: \.isChange) {
            let start = max(index, change - context)
            var end = change
            // Changes whose contexts touch stand in one hunk.
            while let next = lines[end...].firstIndex(where: \.isChange), next - end <= 2 * context || next == end {
                end = next + 1
                if end == lines.count { break }
            }
            let stop = min(lines.count, end + context)
            let before = lines[..<start]
            let old = before.count { if case .added = $0 { false } else { true } }
            let new = before.count { if case .removed = $0 { false } else { true } }
            hunks.append(Hunk(oldStart: old + 1, newStart: new + 1, lines: Array(lines[start..<stop])))
            index = stop
        }
        return hunks
    }
}
