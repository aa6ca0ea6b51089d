// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Values as source text has them.
enum ProtobufLiteral {
    /// Text stays readable: only quotes, backslashes and control characters are escaped.
    static func quoted(_ text: String) -> String {
        quoted(text.utf8) { $0 >= 0x80 }
    }

    static func quoted(bytes: [UInt8]) -> String { quoted(bytes) { _ in false } }

    private static func quoted(_ bytes: some Sequence<UInt8>, isPlain: (UInt8) -> Bool) -> String {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): result += "\\n".utf8
            case UInt8(ascii: "\r"): result += "\\r".utf8
            case UInt8(ascii: "\t"): result += "\\t".utf8
            case 0x20..<0x7F: result.append(byte)
            case _ where isPlain(byte): result.append(byte)
            default:
                // Three octal digits, so that a digit may follow.
                let digits = String(byte, radix: 8)
                result += "\\".utf8
                result += String(repeating: "0", count: 3 - digits.utf8.count).utf8
                result += digits.utf8
            }
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    /// A default as descriptors have it: text plain, bytes escaped, all else as it is written.
    static func defaultValue(_ value: String, _ kind: ProtobufField.Kind) -> String {
        switch kind {
        case .string: quoted(value)
        case .bytes: quoted(bytes: unescaped(value))
        default: value
        }
    }

    /// A number; outside of messages options have no word for infinity, but a number that is too large is one.
    static func number(
        _ value: some BinaryFloatingPoint & LosslessStringConvertible, inMessage: Bool
    ) throws(ProtobufSchemaError) -> String {
        if value.isNaN {
            guard inMessage else { throw ProtobufOptionPrinter.unprintable("an option is not a number (NaN)") }
            return "nan"
        }
        if value.isInfinite {
            if inMessage { return value < 0 ? "-inf" : "inf" }
            return value < 0 ? "-1e999" : "1e999"
        }
        return Double(value).description
    }

    /// What C's escapes in a text stand for.
    static func unescaped(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "a"): result.append(0x07)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "v"): result.append(0x0B)
            case UInt8(ascii: "x"), UInt8(ascii: "X"):
                result.append(number(&rest, radix: 16, digits: 2, first: 0))
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                result.append(number(&rest, radix: 8, digits: 2, first: UInt(escape - UInt8(ascii: "0"))))
            default: result.append(escape)
            }
        }
        return result
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, radix: UInt, digits: Int, first: UInt) -> UInt8 {
        var value = first
        for _ in 0..<digits {
            guard let byte = rest.first, let digit = Character(UnicodeScalar(byte)).hexDigitValue, digit < radix else {
                break
            }
            value = value * radix + UInt(digit)
            rest.removeFirst()
        }
        return UInt8(truncatingIfNeeded: value)
    }
}
