// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A schema's text in lines, for reading, and where its parts stand.
struct SchemaLines: Sendable, Hashable {
    private(set) var lines: [String]
    /// Lines from 1 by JSON pointer; empty for what is no JSON.
    private(set) var lineOfPointer: [String: Int] = [:]
    /// Whether the lines are the text itself, or the text in another layout.
    private(set) var isVerbatim = true
    /// Whether lines are missing at the end.
    private(set) var isCut = false

    /// More lines than a page can show are left out.
    static let maxLines = 20_000

    /// The text as it is.
    init(text: String) {
        // By bytes: a line feed with a carriage return before it is one character.
        var lines = text.utf8.split(separator: 0x0A, maxSplits: Self.maxLines + 1, omittingEmptySubsequences: false)
            .prefix(Self.maxLines + 1).map { String(Substring($0.last == 0x0D ? $0.dropLast() : $0)) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        isCut = lines.count > Self.maxLines
        if isCut { lines.removeLast() }
        self.lines = lines
    }

    /// Lines that are made by a printer.
    init(lines: [String], lineOfPointer: [String: Int]) {
        isCut = lines.count > Self.maxLines
        self.lines = isCut ? Array(lines.prefix(Self.maxLines)) : lines
        self.lineOfPointer = lineOfPointer
        isVerbatim = false
    }

    /// The line of a place; of the nearest part around it where it has no line of its own.
    func line(of pointer: String) -> Int? {
        var pointer = pointer[...]
        while true {
            if let line = lineOfPointer[String(pointer)] { return line <= lines.count ? line : nil }
            guard let slash = pointer.lastIndex(of: "/") else { return nil }
            pointer = pointer[..<slash]
        }
    }
}
