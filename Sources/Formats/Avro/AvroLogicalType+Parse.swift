// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Specification 1.12, "Logical Types": an attribute that does not fit its type is ignored, never an error.
extension AvroLogicalType {
    /// The attributes that a valid logical type takes out of a definition's properties.
    static let attributes = ["logicalType", "precision", "scale"]

    /// What a logical type annotates.
    enum Base {
        case primitive(AvroType.Kind)
        case fixed(size: Int)
        /// In words.
        case other(String)
    }

    /// What the attributes of a definition say.
    enum Reading {
        case none
        case valid(AvroLogicalType)
        case unknown(String)
        /// With the reason.
        case ignored(String)
    }

    /// Types that need nothing but the right base, in the specification's order.
    private static let plain: [(type: AvroLogicalType, base: AvroType.Kind)] = [
        (.uuid, .string), (.bigDecimal, .bytes), (.date, .int), (.timeMillis, .int), (.timeMicros, .long),
        (.timestampMillis, .long), (.timestampMicros, .long), (.timestampNanos, .long), (.localTimestampMillis, .long),
        (.localTimestampMicros, .long), (.localTimestampNanos, .long),
    ]

    static func read(_ json: JSONValue, on base: Base) -> Reading {
        guard case .string(let name)? = json["logicalType"] else { return .none }
        switch (name, base) {
        case ("decimal", .primitive(.bytes)): return decimal(json, maxPrecision: .max, base)
        case ("decimal", .fixed(let size)): return decimal(json, maxPrecision: decimalDigits(inBytes: size), base)
        case ("uuid", .fixed(16)): return .valid(.uuid)
        case ("duration", .fixed(12)): return .valid(.duration)
        default: break
        }
        if case .primitive(let kind) = base,
            let found = plain.first(where: { $0.type.name == name && $0.base == kind })
        {
            return .valid(found.type)
        }
        guard let needed = needed(by: name) else { return .unknown(name) }
        return .ignored("the logical type \"\(name)\" is ignored: it needs \(needed), and this is \(base.text)")
    }

    /// The base that a logical type needs, in words; nil for one that the specification does not know.
    private static func needed(by name: String) -> String? {
        switch name {
        case "decimal": "bytes or a fixed"
        case "uuid": "a string or a fixed of 16 bytes"
        case "duration": "a fixed of 12 bytes"
        default: plain.first { $0.type.name == name }?.base.branchName
        }
    }

    /// Precision must be positive and fit; scale is 0 by default and at most the precision.
    private static func decimal(_ json: JSONValue, maxPrecision: Int, _ base: Base) -> Reading {
        let what = "the logical type \"decimal\" is ignored: "
        guard let value = json["precision"] else { return .ignored(what + "it has no precision") }
        guard let precision = integer(value), precision > 0 else {
            return .ignored(what + "its precision must be a positive number, found \(value.kind)")
        }
        guard precision <= maxPrecision else {
            return .ignored(what + "\(base.text) holds \(maxPrecision) digits, and its precision is \(precision)")
        }
        guard let value = json["scale"] else { return .valid(.decimal(precision: precision, scale: 0)) }
        guard let scale = integer(value), scale >= 0, scale <= precision else {
            return .ignored(what + "its scale must be from 0 to the precision \(precision), found \(value.kind)")
        }
        return .valid(.decimal(precision: precision, scale: scale))
    }

    private static func integer(_ json: JSONValue) -> Int? {
        guard case .number(let text) = json, let value = Int32(text) else { return nil }
        return Int(value)
    }

    /// The decimal digits that every number of that many digits needs at most so many bytes for, in two's complement:
    /// ⌊log₁₀(2^(8·size − 1) − 1)⌋.
    static func decimalDigits(inBytes size: Int) -> Int {
        guard size > 0 else { return 0 }
        // log₁₀ 2. No power of two but 1 is near a power of ten, so the rounding of the product does not matter.
        return Int(0.301_029_995_663_981_195 * Double(8 * size - 1))
    }
}

extension AvroLogicalType.Base {
    /// In words, for messages.
    fileprivate var text: String {
        switch self {
        case .primitive(let kind): kind.branchName
        case .fixed(let size): "a fixed of \(size) bytes"
        case .other(let text): text
        }
    }
}
