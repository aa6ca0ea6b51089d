// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension SchemaLines {
    /// JSON with a line for each member and element, but for small arrays and objects of plain values, which stay on one:
    /// `"type": ["null", "string"]`. A member with a name of its own, such as a field, is never small.
    init(json: JSONValue) {
        var printer = Printer()
        printer.append(json, at: "")
        self.init(lines: printer.lines, lineOfPointer: printer.lineOfPointer)
    }

    private struct Printer {
        var lines = [""]
        var lineOfPointer: [String: Int] = [:]
        private var level = 0

        private static let widest = 76

        mutating func append(_ value: JSONValue, at pointer: String) {
            if lineOfPointer[pointer] == nil { lineOfPointer[pointer] = lines.count }
            switch value {
            case .array(let elements) where !elements.isEmpty:
                if let small = Self.small(value) { return add(small) }
                add("[")
                for (index, element) in elements.enumerated() {
                    begin(isFirst: index == 0)
                    append(element, at: "\(pointer)/\(index)")
                }
                end("]")
            case .object(let members) where !members.isEmpty:
                if let small = Self.small(value) { return add(small) }
                add("{")
                for (index, member) in members.enumerated() {
                    begin(isFirst: index == 0)
                    add(JSONValue.string(member.name).text() + ": ")
                    append(member.value, at: pointer + JSONPointer([member.name]).description)
                }
                end("}")
            default: add(value.text())
            }
        }

        private mutating func add(_ text: String) { lines[lines.count - 1] += text }

        private mutating func begin(isFirst: Bool) {
            if isFirst { level += 1 } else { add(",") }
            lines.append(String(repeating: "  ", count: level))
        }

        private mutating func end(_ bracket: String) {
            level -= 1
            lines.append(String(repeating: "  ", count: level) + bracket)
        }

        /// The value on one line, if it is small.
        private static func small(_ value: JSONValue) -> String? {
            let text: String
            switch value {
            case .array(let elements):
                guard elements.allSatisfy(isPlain) else { return nil }
                text = "[" + elements.map { $0.text() }.joined(separator: ", ") + "]"
            case .object(let members):
                guard value["name"] == nil, members.allSatisfy({ isPlain($0.value) }) else { return nil }
                let parts = members.map { JSONValue.string($0.name).text() + ": " + $0.value.text() }
                text = "{" + parts.joined(separator: ", ") + "}"
            case .null, .bool, .number, .string: return value.text()
            }
            return text.utf8.count <= widest ? text : nil
        }

        private static func isPlain(_ value: JSONValue) -> Bool {
            switch value {
            case .array, .object: false
            case .null, .bool, .number, .string: true
            }
        }
    }
}
