// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

extension JSONTape {
    /// The value at `index` in words, such as `number 12`, with long ones cut.
    public func words(at index: Int) -> String {
        switch kind(at: index) {
        case .null: "null"
        case .true: "true"
        case .false: "false"
        case .string: "string \(text(at: index).quotedExcerpt)"
        case .integer, .unsigned, .double: "number \(sourceText(at: index).excerpt())"
        case .array: "array of \(childCount(of: index))"
        default: "object"
        }
    }

    func text(at index: Int) -> String { String(decoding: string(at: index), as: UTF8.self) }

    /// A number as it was sent.
    func sourceText(at index: Int) -> String {
        guard let range = sourceRange(at: index) else { return "?" }
        return String(decoding: source[range], as: UTF8.self)
    }
}

extension String {
    /// The first characters, with a mark if there are more.
    func excerpt(_ characters: Int = 60) -> String {
        let end = index(startIndex, offsetBy: characters, limitedBy: endIndex)
        guard let end, end < endIndex else { return self }
        return self[..<end] + "…"
    }

    /// As a JSON string, cut if it is long.
    var quotedExcerpt: String { JSONValue.string(excerpt()).text() }
}
