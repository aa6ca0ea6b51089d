// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A text that knows where it may be broken, after Wadler's "A prettier printer".
indirect enum Layout {
    case text(String)
    /// A space, or a new line where the group around it does not fit.
    case space
    /// Nothing, or a new line where the group around it does not fit.
    case cut
    /// Only where the group around it is broken.
    case whenBroken(String)
    /// Always a new line.
    case line
    /// A text of several lines that keep their own indentation below the current one.
    case block(String)
    case concat([Layout])
    /// Lines that begin in it are indented one step more.
    case indented(Layout)
    /// Broken everywhere or nowhere.
    case group(Layout)
    /// Items with commas between them, as many on a line as fit.
    case list([Layout])

    static func + (a: Layout, b: Layout) -> Layout { .concat([a, b]) }
}

/// Writes layouts as text.
struct LayoutWriter {
    let width: Int
    private(set) var text = ""
    private var column = 0

    init(width: Int) { self.width = width }

    mutating func write(_ layout: Layout) { write(layout, indentation: 0, flat: false, rest: 0) }

    /// - Parameter rest: characters that follow the layout before the next possible break.
    private mutating func write(_ layout: Layout, indentation: Int, flat: Bool, rest: Int) {
        switch layout {
        case .text(let piece):
            append(piece)
        case .space:
            if flat { append(" ") } else { newLine(indentation) }
        case .cut:
            if !flat { newLine(indentation) }
        case .whenBroken(let piece):
            if !flat { append(piece) }
        case .line:
            newLine(indentation)
        case .block(let lines):
            for (index, line) in lines.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { newLine(line.isEmpty ? 0 : indentation) }
                append(String(line))
            }
        case .concat(let parts):
            for (index, part) in parts.enumerated() {
                let following = parts[(index + 1)...].reduce(into: (width: 0, ended: false)) { sum, next in
                    if !sum.ended { next.measureToBreak(into: &sum) }
                }
                write(
                    part, indentation: indentation, flat: flat,
                    rest: following.ended ? following.width : following.width + rest)
            }
        case .indented(let inner):
            write(inner, indentation: indentation + 4, flat: flat, rest: rest)
        case .group(let inner):
            let fits = inner.flatWidth.map { column + $0 + rest <= width } ?? false
            write(inner, indentation: indentation, flat: flat || fits, rest: rest)
        case .list(let items):
            for (index, item) in items.enumerated() {
                let isLast = index == items.count - 1
                if index > 0 {
                    let needed = item.flatWidth.map { $0 + 1 + (isLast ? rest : 1) }
                    if flat || (needed.map { column + $0 <= width } ?? false) {
                        append(" ")
                    } else {
                        newLine(indentation)
                    }
                }
                write(item, indentation: indentation, flat: flat, rest: isLast ? rest : 1)
                if !isLast { append(",") }
            }
        }
    }

    private mutating func append(_ piece: String) {
        text += piece
        column += piece.count
    }

    private mutating func newLine(_ indentation: Int) {
        text += "\n"
        // Spaces come with the line's first characters, so that empty lines have none.
        text += String(repeating: " ", count: indentation)
        column = indentation
    }
}

extension Layout {
    /// The width on one line; nil if it can't be on one.
    fileprivate var flatWidth: Int? {
        switch self {
        case .text(let piece): piece.count
        case .space: 1
        case .cut, .whenBroken: 0
        case .line, .block: nil
        case .concat(let parts):
            parts.reduce(0 as Int?) { sum, part in
                guard let sum, let width = part.flatWidth else { return nil }
                return sum + width
            }
        case .indented(let inner), .group(let inner): inner.flatWidth
        case .list(let items):
            items.reduce(2 * max(items.count - 1, 0) as Int?) { sum, item in
                guard let sum, let width = item.flatWidth else { return nil }
                return sum + width
            }
        }
    }

    /// Adds up the characters before the first place where a line may end.
    fileprivate func measureToBreak(into sum: inout (width: Int, ended: Bool)) {
        switch self {
        case .text(let piece): sum.width += piece.count
        case .whenBroken: break
        case .space, .cut, .line, .block: sum.ended = true
        case .concat(let parts):
            for part in parts where !sum.ended { part.measureToBreak(into: &sum) }
        case .indented(let inner), .group(let inner): inner.measureToBreak(into: &sum)
        case .list(let items):
            if let first = items.first { first.measureToBreak(into: &sum) }
            if items.count > 1 { sum.ended = true }
        }
    }
}
