// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The difference of two texts by lines (E. Myers, "An O(ND) Difference Algorithm", 1986), in rows of both sides.
struct LineDiff {
    /// A line of one side.
    struct Line: Sendable, Hashable {
        /// From 1.
        var number: Int
        var text: String
        /// What differs from the line across, as a range of Unicode scalars; nil if all or nothing does.
        var changed: Range<Int>?
    }

    enum Row: Sendable, Hashable {
        case same(old: Line, new: Line)
        /// A line took another's place.
        case changed(old: Line, new: Line)
        case removed(Line)
        case added(Line)
        /// Lines that are the same and not shown.
        case gap(Int)
    }

    /// Edits beyond which the rest counts as replaced: the work grows with their number times the lines.
    private static let maxEdits = 1000

    private let old, new: [String]

    /// Compares the texts.
    static func rows(_ old: [String], _ new: [String]) -> [Row] { LineDiff(old: old, new: new).rows() }

    private func rows() -> [Row] {
        var start = 0
        while start < old.count, start < new.count, old[start] == new[start] { start += 1 }
        var (oldEnd, newEnd) = (old.count, new.count)
        while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
            oldEnd -= 1
            newEnd -= 1
        }
        var rows = (0..<start).map { same($0, $0) }
        var (oldPlace, newPlace) = (start, start)
        for match in matches(start..<oldEnd, start..<newEnd) {
            rows += replaced(oldPlace..<match.old, newPlace..<match.new)
            rows.append(same(match.old, match.new))
            (oldPlace, newPlace) = (match.old + 1, match.new + 1)
        }
        rows += replaced(oldPlace..<oldEnd, newPlace..<newEnd)
        rows += zip(oldEnd..<old.count, newEnd..<new.count).map(same)
        return rows
    }

    private func same(_ oldIndex: Int, _ newIndex: Int) -> Row {
        .same(
            old: Line(number: oldIndex + 1, text: old[oldIndex]), new: Line(number: newIndex + 1, text: new[newIndex]))
    }

    /// Lines of both sides without one that is the same: beside each other as far as they go.
    private func replaced(_ olds: Range<Int>, _ news: Range<Int>) -> [Row] {
        let pairs = zip(olds, news).map { oldIndex, newIndex -> Row in
            let (oldChanged, newChanged) = Self.changed(old[oldIndex], new[newIndex])
            return .changed(
                old: Line(number: oldIndex + 1, text: old[oldIndex], changed: oldChanged),
                new: Line(number: newIndex + 1, text: new[newIndex], changed: newChanged))
        }
        return pairs
            + olds.dropFirst(pairs.count).map { .removed(Line(number: $0 + 1, text: old[$0])) }
            + news.dropFirst(pairs.count).map { .added(Line(number: $0 + 1, text: new[$0])) }
    }

    /// The middles of two lines that begin and end the same.
    private static func changed(_ old: String, _ new: String) -> (Range<Int>?, Range<Int>?) {
        let (old, new) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
        let shorter = min(old.count, new.count)
        var head = 0
        while head < shorter, old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        // Lines that have only their indentation in common are two lines.
        let common = old[..<head].count { $0 != " " } + old[(old.count - tail)...].count { $0 != " " }
        guard common > 2 else { return (nil, nil) }
        return (head..<(old.count - tail), head..<(new.count - tail))
    }

    // MARK: The algorithm

    /// Pairs of equal lines in growing order, as many as there can be.
    private func matches(_ olds: Range<Int>, _ news: Range<Int>) -> [(old: Int, new: Int)] {
        let (n, m) = (olds.count, news.count)
        guard n > 0, m > 0 else { return [] }
        let most = min(n + m, Self.maxEdits)
        // Furthest places on each diagonal, before each number of edits.
        var furthest = [Int](repeating: 0, count: 2 * most + 3)
        let middle = most + 1
        var trail: [[Int]] = []
        for edits in 0...most {
            trail.append(Array(furthest[(middle - edits)...(middle + edits)]))
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                let goesDown =
                    diagonal == -edits
                    || (diagonal != edits && furthest[middle + diagonal - 1] < furthest[middle + diagonal + 1])
                var x = goesDown ? furthest[middle + diagonal + 1] : furthest[middle + diagonal - 1] + 1
                while x < n, x - diagonal < m, x - diagonal >= 0,
                    old[olds.lowerBound + x] == new[news.lowerBound + x - diagonal]
                { x += 1 }
                furthest[middle + diagonal] = x
                if x >= n, x - diagonal >= m { return path(back: trail, n, m, olds, news) }
            }
        }
        return []
    }

    /// Walks back from the end, by what was known before each edit.
    private func path(
        back trail: [[Int]], _ n: Int, _ m: Int, _ olds: Range<Int>, _ news: Range<Int>
    ) -> [(old: Int, new: Int)] {
        var matches: [(old: Int, new: Int)] = []
        var (x, y) = (n, m)
        for edits in stride(from: trail.count - 1, through: 0, by: -1) {
            let known = trail[edits]
            let diagonal = x - y
            func furthest(_ diagonal: Int) -> Int {
                let index = diagonal + edits
                return known.indices.contains(index) ? known[index] : -1
            }
            let goesDown =
                diagonal == -edits
                || (diagonal != edits && furthest(diagonal - 1) < furthest(diagonal + 1))
            let before = edits == 0 ? 0 : goesDown ? diagonal + 1 : diagonal - 1
            let fromX = edits == 0 ? 0 : furthest(before)
            let fromY = fromX - before
            while x > fromX, y > fromY {
                x -= 1
                y -= 1
                matches.append((olds.lowerBound + x, news.lowerBound + y))
            }
            (x, y) = (fromX, fromY)
        }
        return matches.reversed()
    }
}

// MARK: What is shown

extension LineDiff {
    /// Leaves out lines that are the same on both sides, but for a few around each change and around lines that are
    /// pointed to.
    static func collapsed(_ rows: [Row], keepingOld: Set<Int>, keepingNew: Set<Int>, context: Int = 4) -> [Row] {
        var isShown = [Bool](repeating: false, count: rows.count)
        for (index, row) in rows.enumerated() {
            if case .same(let old, let new) = row, !keepingOld.contains(old.number), !keepingNew.contains(new.number) {
                continue
            }
            for near in max(0, index - context)...min(rows.count - 1, index + context) { isShown[near] = true }
        }
        var shown: [Row] = []
        var hidden: [Row] = []
        func close() {
            // A gap of a line is as long as the line.
            shown += hidden.count > 1 ? [.gap(hidden.count)] : hidden
            hidden = []
        }
        for (row, isShown) in zip(rows, isShown) {
            if isShown {
                close()
                shown.append(row)
            } else {
                hidden.append(row)
            }
        }
        close()
        return shown
    }
}
