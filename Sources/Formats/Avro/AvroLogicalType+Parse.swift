// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Specification 1.12, "Logical Types": an attribute that does not fit its type is ignored, never an error.
extension AvroLogicalType {
    /// The attributes that a valid logical type takes out of a definition's properties.
    static let attributes = ["logicalType", "precision", "scale"]

    /// The logical type that an object's attributes give to a primitive; nil if there is none, or it is invalid.
    init?(attributesOf json: JSONValue, on kind: AvroType.Kind) {
        guard case .string(let name)? = json["logicalType"] else { return nil }
        switch (name, kind) {
        case ("decimal", .bytes):
            guard let decimal = Self.decimal(json, maxPrecision: .max) else { return nil }
            self = decimal
        case ("uuid", .string): self = .uuid
        case ("date", .int): self = .date
        case ("time-millis", .int): self = .timeMillis
        case ("time-micros", .long): self = .timeMicros
        case ("timestamp-millis", .long): self = .timestampMillis
        case ("timestamp-micros", .long): self = .timestampMicros
        case ("timestamp-nanos", .long): self = .timestampNanos
        case ("local-timestamp-millis", .long): self = .localTimestampMillis
        case ("local-timestamp-micros", .long): self = .localTimestampMicros
        case ("local-timestamp-nanos", .long): self = .localTimestampNanos
        default: return nil
        }
    }

    /// The logical type that an object's attributes give to a fixed of that many bytes.
    init?(attributesOf json: JSONValue, onFixedOf size: Int) {
        guard case .string(let name)? = json["logicalType"] else { return nil }
        switch (name, size) {
        case ("decimal", _):
            guard let decimal = Self.decimal(json, maxPrecision: Self.decimalDigits(inBytes: size)) else { return nil }
            self = decimal
        case ("uuid", 16): self = .uuid
        case ("duration", 12): self = .duration
        default: return nil
        }
    }

    /// Precision must be positive and fit; scale is 0 by default and at most the precision.
    private static func decimal(_ json: JSONValue, maxPrecision: Int) -> AvroLogicalType? {
        guard let precision = integer(json["precision"]), precision > 0, precision <= maxPrecision else { return nil }
        guard json["scale"] != nil else { return .decimal(precision: precision, scale: 0) }
        guard let scale = integer(json["scale"]), scale >= 0, scale <= precision else { return nil }
        return .decimal(precision: precision, scale: scale)
    }

    private static func integer(_ json: JSONValue?) -> Int? {
        guard case .number(let text)? = json, let value = Int32(text) else { return nil }
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
