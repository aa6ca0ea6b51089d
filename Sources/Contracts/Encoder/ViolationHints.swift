// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// What a client most likely meant.
struct ViolationHints {
    let explainer: ViolationExplainer
    private var tape: JSONTape { explainer.tape }

    init(explainer: ViolationExplainer) { self.explainer = explainer }

    func hint(_ pending: PendingViolation) -> String? {
        guard let type = pending.type?.pointee else { return nil }
        let index = pending.index
        if tape.kind(at: index) == .null {
            let isDefaulted = pending.fieldIndex == index && pending.field?.pointee.hasDefault == true
            return isDefaulted ? "leave it out: it has a default" : nil
        }
        switch (pending.code, tape.kind(at: index)) {
        case (.unknownSymbol, _): return symbol(type, tape.text(at: index))
        case (.missingZone, _): return use(withT(tape.text(at: index)) + "Z", "if it is UTC")
        case (.invalidTimestamp, .string): return timestamp(type, tape.text(at: index))
        case (.invalidDate, .string): return date(tape.text(at: index))
        case (.invalidUUID, _): return uuid(tape.text(at: index))
        case (.decimalScale, _): return "at most \(type.scale) digits after the point"
        case (.decimalPrecision, _): return "at most \(type.precision - type.scale) digits before the point"
        case (.wrongLength, _): return "it must be \(type.size) bytes"
        case (.typeMismatch, .string): return mismatch(type, string: tape.text(at: index))
        case (.typeMismatch, .integer), (.typeMismatch, .unsigned), (.typeMismatch, .double):
            if type.kind == .string { return use(tape.sourceText(at: index)) }
        case (.typeMismatch, .true): if type.kind == .string { return use("true") }
        case (.typeMismatch, .false): if type.kind == .string { return use("false") }
        default: break
        }
        if pending.code == .typeMismatch, type.kind == .array { return "put it in [ ]" }
        return nil
    }

    private func use(_ text: String, _ condition: String? = nil) -> String {
        "use \(text.quotedExcerpt)" + (condition.map { ", \($0)" } ?? "")
    }

    /// A string where something else was expected.
    private func mismatch(_ type: TypePlan, string text: String) -> String? {
        switch type.kind {
        case .boolean:
            let lower = text.lowercased()
            return lower == "true" || lower == "false" ? "use \(lower), without quotes" : nil
        case .int, .long: return Int64(text) != nil ? "use \(text), without quotes" : nil
        case .float, .double: return number(text).map { "use \($0), without quotes" }
        case .decimalBytes, .decimalFixed: return number(text).map { use($0) }
        case .array: return "put it in [ ]"
        default: return nil
        }
    }

    /// The number that a text with spaces, a currency sign, or the separators of some locale means.
    private func number(_ text: String) -> String? {
        var kept = text.filter { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "." || $0 == ",") }
        guard kept.count + 4 >= text.count, kept.count <= 60 else { return nil }
        if kept.contains(".") {
            kept.removeAll { $0 == "," }
        } else {
            guard kept.count(where: { $0 == "," }) <= 1 else { return nil }
            kept = String(kept.map { $0 == "," ? "." : $0 })
        }
        let bytes = Array(kept.utf8)
        return bytes.withUnsafeBufferPointer { ParsedDecimal.parse($0).failure == nil } ? kept : nil
    }

    private func symbol(_ type: TypePlan, _ text: String) -> String? {
        guard let symbols = type.symbols?.pointee else { return nil }
        return EditDistance.nearest(to: text, among: symbols.names()).map { "did you mean \($0.quotedExcerpt)?" }
    }

    private func uuid(_ text: String) -> String? {
        let digits = text.filter(\.isHexDigit)
        guard digits.utf8.count == 32, text.utf8.count <= 48 else { return nil }
        var parts: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return use(parts.joined(separator: "-").lowercased())
    }

    private func timestamp(_ type: TypePlan, _ text: String) -> String? {
        if type.kind == .localTimestamp { return "leave out the zone" }
        if let day = day(text) { return use(day + "T00:00:00Z") }
        return nil
    }

    private func date(_ text: String) -> String? {
        if let day = day(text) { return use(day) }
        if text.count > 10, let day = day(String(text.prefix(10))) { return use(day) }
        return nil
    }

    /// `2026/03/13` or `2026.03.13` with hyphens, if it is a date then.
    private func day(_ text: String) -> String? {
        let hyphened = String(text.map { $0 == "/" || $0 == "." ? "-" : $0 })
        return Array(hyphened.utf8).withUnsafeBufferPointer { TimeText.date($0) } == nil ? nil : hyphened
    }

    private func withT(_ text: String) -> String {
        String(text.enumerated().map { $0.offset == 10 ? "T" : $0.element })
    }
}

extension NameTable {
    /// All names, in the order of the table.
    func names() -> [String] {
        entriesByIndex().map { String(decoding: UnsafeBufferPointer(start: $0.name, count: $0.count), as: UTF8.self) }
    }
}
