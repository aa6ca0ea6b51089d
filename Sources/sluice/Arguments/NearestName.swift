// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Finds the name that a mistyped one was probably meant to be.
enum NearestName {
    /// The candidate with the least edit distance, if that is small against the word's length.
    static func of(_ word: String, in candidates: some Sequence<String>) -> String? {
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(Array(word), Array(candidate))
            if let best, best.distance <= distance { continue }
            best = (candidate, distance)
        }
        let tolerated = max(word.count / 3, min(2, word.count / 2))
        guard let best, best.distance <= tolerated || best.name.hasPrefix(word) else { return nil }
        return best.name
    }

    /// A half-sentence to append to a message, or nothing.
    static func hint(_ word: String, in candidates: some Sequence<String>, prefix: String = "") -> String {
        of(word, in: candidates).map { " Did you mean \(prefix)\($0)?" } ?? ""
    }

    /// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
