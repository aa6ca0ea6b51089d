// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension EventWriter {
    /// Writes the value at `index` as the type, or notes why it can't be.
    mutating func value(_ type: UnsafePointer<TypePlan>, _ index: Int) {
        switch type.pointee.kind {
        case .null:
            if tape.kind(at: index) != .null { fail(.typeMismatch, index, type) }
        case .boolean:
            switch tape.kind(at: index) {
            case .true: put(1)
            case .false: put(0)
            default: fail(.typeMismatch, index, type)
            }
        case .int:
            guard let value = integer(type, index) else { return }
            if Int32(exactly: value) == nil { return fail(.outOfRange, index, type) }
            putLong(value)
        case .long:
            guard let value = integer(type, index) else { return }
            putLong(value)
        case .float:
            guard let value = number(type, index) else { return }
            let narrowed = Float(value)
            if !narrowed.isFinite { return fail(.outOfRange, index, type) }
            putLittleEndian(narrowed.bitPattern)
        case .double:
            guard let value = number(type, index) else { return }
            putLittleEndian(value.bitPattern)
        case .string:
            guard let text = text(type, index) else { return }
            putText(text)
        case .uuidText, .uuidBytes:
            _ = uuid(type, index)
        case .enumeration:
            guard let text = text(type, index), let start = text.baseAddress else { return }
            let symbol = type.pointee.symbols?.pointee.find(start, text.count) ?? -1
            if symbol < 0 { return fail(.unknownSymbol, index, type) }
            putLong(Int64(symbol))
        case .bytes, .fixed: binary(type, index)
        case .decimalBytes, .decimalFixed: decimal(type, index)
        case .date, .timeMillis, .timeMicros, .timestamp, .localTimestamp:
            guard let value = time(type, index) else { return }
            putLong(value)
        case .array: array(type, index)
        case .map: map(type, index)
        case .record:
            guard tape.kind(at: index) == .object, let plan = type.pointee.record else {
                return fail(.typeMismatch, index, type)
            }
            record(plan, index)
        case .union: union(type, index)
        }
    }

    /// The string at `index`; noted if it is none.
    @inline(__always)
    mutating func text(_ type: UnsafePointer<TypePlan>, _ index: Int) -> UnsafeBufferPointer<UInt8>? {
        if tape.kind(at: index) == .string { return tape.string(at: index) }
        fail(.typeMismatch, index, type)
        return nil
    }

    /// The integer at `index`, also if it is written with a fraction of zeros or an exponent.
    @inline(__always)
    mutating func integer(_ type: UnsafePointer<TypePlan>, _ index: Int) -> Int64? {
        if tape.kind(at: index) == .integer { return Int64(bitPattern: tape.numberBits(at: index)) }
        return unusualInteger(type, index)
    }

    @inline(never)
    private mutating func unusualInteger(_ type: UnsafePointer<TypePlan>, _ index: Int) -> Int64? {
        switch tape.kind(at: index) {
        case .unsigned:
            fail(.outOfRange, index, type)
            return nil
        case .double:
            let exact = number(source: index).map { $0.unscaled(precision: ParsedDecimal.maximumDigits, scale: 0) }
            switch exact?.failure {
            case .tooManyDigits?:
                fail(.outOfRange, index, type)
                return nil
            case nil:
                guard let whole = exact?.value else { break }
                guard let value = Int64(exactly: whole) else {
                    fail(.outOfRange, index, type)
                    return nil
                }
                return value
            default: break
            }
            fail(.typeMismatch, index, type)
            return nil
        default:
            fail(.typeMismatch, index, type)
            return nil
        }
    }

    @inline(__always)
    private mutating func number(_ type: UnsafePointer<TypePlan>, _ index: Int) -> Double? {
        switch tape.kind(at: index) {
        case .double: return Double(bitPattern: tape.numberBits(at: index))
        case .integer: return Double(Int64(bitPattern: tape.numberBits(at: index)))
        case .unsigned: return Double(tape.numberBits(at: index))
        default:
            fail(.typeMismatch, index, type)
            return nil
        }
    }

    /// Writes a UUID and gives its halves.
    @inline(__always)
    mutating func uuid(_ type: UnsafePointer<TypePlan>, _ index: Int) -> (high: UInt64, low: UInt64)? {
        guard let text = text(type, index) else { return nil }
        guard let parsed = UUIDText.parse(text), let start = text.baseAddress else {
            fail(.invalidUUID, index, type)
            return nil
        }
        if type.pointee.kind == .uuidText {
            putLong(Int64(UUIDText.length))
            reserve(UUIDText.length)
            // Sets the bit that makes letters lower case; digits and hyphens have it already.
            for offset in 0..<UUIDText.length { out[offset] = start[offset] | 0x20 }
            out += UUIDText.length
        } else {
            reserve(16)
            let target = UnsafeMutableRawPointer(out)
            target.storeBytes(of: parsed.high.bigEndian, as: UInt64.self)
            target.storeBytes(of: parsed.low.bigEndian, toByteOffset: 8, as: UInt64.self)
            out += 16
        }
        return parsed
    }

    private mutating func binary(_ type: UnsafePointer<TypePlan>, _ index: Int) {
        guard let text = text(type, index) else { return }
        guard let count = Base64.decodedCount(text) else { return fail(.invalidBase64, index, type) }
        if type.pointee.kind == .fixed {
            if count != Int(type.pointee.size) { return fail(.wrongLength, index, type) }
        } else {
            putLong(Int64(count))
        }
        reserve(count)
        if !Base64.decode(text, to: out) { return fail(.invalidBase64, index, type) }
        out += count
    }

    // MARK: Decimals

    /// The number at `index` without loss, from the text; nil only if memory is short or it is no number.
    @inline(never)
    func number(source index: Int) -> ParsedDecimal? {
        guard let range = tape.sourceRange(at: index), let base = tape.source.baseAddress else { return nil }
        let text = UnsafeBufferPointer(
            start: (base + range.lowerBound).assumingMemoryBound(to: UInt8.self), count: range.count)
        let parsed = ParsedDecimal.parse(text)
        return parsed.failure == nil ? parsed.value : nil
    }

    private mutating func decimal(_ type: UnsafePointer<TypePlan>, _ index: Int) {
        let number: ParsedDecimal
        switch tape.kind(at: index) {
        case .string:
            let parsed = ParsedDecimal.parse(tape.string(at: index))
            switch parsed.failure {
            case nil: number = parsed.value
            case .syntax?: return fail(.typeMismatch, index, type)
            default: return fail(.decimalPrecision, index, type)
            }
        case .integer:
            let value = Int64(bitPattern: tape.numberBits(at: index))
            number = ParsedDecimal(value.magnitude, isNegative: value < 0)
        case .unsigned: number = ParsedDecimal(tape.numberBits(at: index), isNegative: false)
        case .double:
            guard let exact = self.number(source: index) else { return fail(.decimalPrecision, index, type) }
            number = exact
        default: return fail(.typeMismatch, index, type)
        }
        let unscaled = number.unscaled(precision: Int(type.pointee.precision), scale: Int(type.pointee.scale))
        switch unscaled.failure {
        case nil: putDecimal(unscaled.value, type, index)
        case .tooFine?: fail(.decimalScale, index, type)
        default: fail(.decimalPrecision, index, type)
        }
    }

    /// Two's complement, big endian: the fewest bytes, or as many as the fixed has.
    private mutating func putDecimal(_ value: Int128, _ type: UnsafePointer<TypePlan>, _ index: Int) {
        var bytes = 1
        // The value fits `bytes` if the bits above its sign bit are all the same.
        while bytes < 16, (value >> Int128(8 * bytes - 1)) != (value < 0 ? -1 : 0) { bytes += 1 }
        var count = bytes
        if type.pointee.kind == .decimalFixed {
            count = Int(type.pointee.size)
            if bytes > count { return fail(.decimalPrecision, index, type) }
        } else {
            putLong(Int64(bytes))
        }
        reserve(count)
        for position in 0..<count {
            let shift = min(127, 8 * (count - 1 - position))
            out[position] = UInt8(truncatingIfNeeded: value >> Int128(shift))
        }
        out += count
    }
}
