// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Paths with commas between them, in camel case.

extension GoogleFieldMask {
    public static var jsonForm: ProtobufJSONForm { .own }

    public mutating func merge(from reader: inout ProtobufJSONReader) throws(CodecError) {
        let text = try reader.string()
        guard !text.isEmpty else { return }
        for path in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let snake = Self.snakeCase(path) else { throw reader.failure("paths of fields in camel case") }
            paths.append(snake)
        }
    }

    public func encode(into writer: inout ProtobufJSONWriter) throws(CodecError) {
        var camel: [String] = []
        for path in paths {
            guard let text = Self.camelCase(path) else {
                throw writer.failure("a path that can't be read back from camel case")
            }
            camel.append(text)
        }
        writer.string(camel.joined(separator: ","))
    }

    private static func snakeCase(_ path: Substring) -> String? {
        var snake: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case 0x41...0x5A: snake += [0x5F, byte | 0x20]
            case 0x5F: return nil
            default: snake.append(byte)
            }
        }
        return String(decoding: snake, as: UTF8.self)
    }

    /// Nil if the path could not be told from the result.
    private static func camelCase(_ path: String) -> String? {
        var camel: [UInt8] = []
        var isAfterUnderscore = false
        for byte in path.utf8 {
            if isAfterUnderscore {
                guard (0x61...0x7A).contains(byte) else { return nil }
                camel.append(byte & ~0x20)
                isAfterUnderscore = false
            } else if byte == 0x5F {
                isAfterUnderscore = true
            } else {
                guard !(0x41...0x5A).contains(byte) else { return nil }
                camel.append(byte)
            }
        }
        return isAfterUnderscore ? nil : String(decoding: camel, as: UTF8.self)
    }
}
