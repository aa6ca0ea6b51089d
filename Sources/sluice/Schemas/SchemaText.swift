// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime

/// A schema's text as a person reads it.
enum SchemaText {
    /// Avro with line ends and two spaces an indentation, short parts on one line; Protobuf as it is.
    static func pretty(_ text: String, _ type: SchemaType?) -> String {
        guard type == .avro, let json = try? JSONValue.parse(text) else {
            return text.hasSuffix("\n") ? text : text + "\n"
        }
        var pretty = ""
        append(json, indent: 0, used: 0, to: &pretty)
        return pretty + "\n"
    }

    private static let width = 100

    /// - Parameter used: characters of the line before the value.
    private static func append(_ json: JSONValue, indent: Int, used: Int, to text: inout String) {
        let inline = inline(json)
        if used + inline.count <= width || isScalar(json) {
            text += inline
            return
        }
        let margin = String(repeating: " ", count: indent + 2)
        switch json {
        case .array(let elements):
            text += "[\n"
            for (index, element) in elements.enumerated() {
                text += margin
                append(element, indent: indent + 2, used: indent + 2, to: &text)
                text += index == elements.count - 1 ? "\n" : ",\n"
            }
            text += String(repeating: " ", count: indent) + "]"
        case .object(let members):
            text += "{\n"
            for (index, member) in members.enumerated() {
                let name = JSONValue.string(member.name).text() + ": "
                text += margin + name
                append(member.value, indent: indent + 2, used: indent + 2 + name.count, to: &text)
                text += index == members.count - 1 ? "\n" : ",\n"
            }
            text += String(repeating: " ", count: indent) + "}"
        case .null, .bool, .number, .string: text += inline
        }
    }

    private static func isScalar(_ json: JSONValue) -> Bool {
        switch json {
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .null, .bool, .number, .string: true
        }
    }

    /// On one line, with blanks where a person writes them.
    static func inline(_ json: JSONValue) -> String {
        switch json {
        case .array(let elements): "[" + elements.map(inline).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { JSONValue.string($0.name).text() + ": " + inline($0.value) }.joined(separator: ", ")
                + "}"
        case .null, .bool, .number, .string: json.text()
        }
    }
}
