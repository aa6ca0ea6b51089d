// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension JSONValue {
    /// The value as JSON text with a line for each member and element, for files that people read.
    public func text(indentedBy width: Int) -> String {
        var text = ""
        append(to: &text, width, level: 0)
        return text
    }

    private func append(to text: inout String, _ width: Int, level: Int) {
        func line(_ level: Int) { text += "\n" + String(repeating: " ", count: width * level) }
        switch self {
        case .array(let elements) where !elements.isEmpty:
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                line(level + 1)
                element.append(to: &text, width, level: level + 1)
            }
            line(level)
            text += "]"
        case .object(let members) where !members.isEmpty:
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                line(level + 1)
                text += JSONValue.string(member.name).text() + ": "
                member.value.append(to: &text, width, level: level + 1)
            }
            line(level)
            text += "}"
        default: append(to: &text)
        }
    }
}
