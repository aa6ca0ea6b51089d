// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Checks the defaults of fields against their types (specification 1.12, "Complex Types", table of field defaults).
///
/// A record's default may leave out fields that have defaults themselves, so defaults expand into defaults. Those that
/// would never end, or grow beyond `maxValues`, are refused: whoever fills one in would not return.
struct AvroDefaultCheck {
    struct Pending {
        let record: AvroName
        let index: Int
        let field: AvroField
        let pointer: JSONPointer
    }

    /// A field by its record and place.
    private struct Key: Hashable {
        let record: AvroName
        let index: Int
    }

    static let maxValues = 10_000

    let types: [AvroName: AvroNamedType]
    /// Values written out in a field's default, and the other fields' defaults that it takes in.
    private var own: [Key: (values: Int, uses: [Key])] = [:]

    init(types: [AvroName: AvroNamedType]) { self.types = types }

    /// Checks all fields, then that none grows without end.
    mutating func check(_ pending: [Pending]) throws(AvroSchemaIssue) {
        for one in pending {
            guard let value = one.field.defaultValue else { continue }
            var found = (values: 0, uses: [Key]())
            guard Self.isNoNumber(value, one.field.type) || fits(value, one.field.type, &found) else {
                throw AvroSchemaIssue(
                    "the default of the field \"\(one.field.name)\" does not fit its type "
                        + "\(one.field.type.kind.branchName): \(value.text().prefix(200))", at: one.pointer)
            }
            own[Key(record: one.record, index: one.index)] = found
        }
        var sizes: [Key: Int] = [:]
        for one in pending {
            var path: Set<Key> = []
            guard let size = expanded(Key(record: one.record, index: one.index), &sizes, &path), size <= Self.maxValues
            else {
                throw AvroSchemaIssue(
                    "the default of the field \"\(one.field.name)\" grows without end, or beyond \(Self.maxValues) "
                        + "values: it leaves out fields whose own defaults leave out others", at: one.pointer)
            }
        }
    }

    /// How many values a field's default has with all that it takes in; nil for endless.
    private func expanded(_ key: Key, _ sizes: inout [Key: Int], _ path: inout Set<Key>) -> Int? {
        if let known = sizes[key] { return known }
        // The path's bound keeps the stack of whoever fills the default in safe.
        guard let found = own[key], path.count < 100, path.insert(key).inserted else { return nil }
        defer { path.remove(key) }
        var size = found.values
        for use in found.uses {
            guard let more = expanded(use, &sizes, &path) else { return nil }
            size = min(size + more, Self.maxValues + 1)
        }
        sizes[key] = size
        return size
    }

    /// JSON has no number for these three. As in Java, they are a default of a field that is a float or double itself.
    private static func isNoNumber(_ value: JSONValue, _ type: AvroType) -> Bool {
        guard case .string(let text) = value, type.kind == .float || type.kind == .double else { return false }
        return ["NaN", "Infinity", "-Infinity"].contains(text)
    }

    private func fits(_ value: JSONValue, _ type: AvroType, _ found: inout (values: Int, uses: [Key])) -> Bool {
        found.values += 1
        switch (type.kind, value) {
        case (.null, .null), (.boolean, .bool), (.string, .string): return true
        case (.int, .number(let text)): return Int32(text) != nil
        case (.long, .number(let text)): return Int64(text) != nil
        case (.float, .number), (.double, .number): return true
        case (.bytes, .string(let text)): return text.unicodeScalars.allSatisfy { $0.value <= 0xFF }
        case (.array(let items), .array(let elements)):
            for element in elements { guard fits(element, items, &found) else { return false } }
            return true
        case (.map(let values), .object(let members)):
            for member in members { guard fits(member.value, values, &found) else { return false } }
            return true
        case (.union(let branches), _):
            for branch in branches {
                let before = found
                if fits(value, branch, &found) { return true }
                found = before
            }
            return false
        case (.named(let name), _): return fits(value, named: name, &found)
        default: return false
        }
    }

    private func fits(_ value: JSONValue, named name: AvroName, _ found: inout (values: Int, uses: [Key])) -> Bool {
        switch (types[name], value) {
        case (.record(let record)?, .object):
            for (index, field) in record.fields.enumerated() {
                if let given = value[field.name] {
                    guard fits(given, field.type, &found) else { return false }
                } else {
                    guard field.defaultValue != nil else { return false }
                    found.uses.append(Key(record: name, index: index))
                }
            }
            return true
        case (.enumeration(let type)?, .string(let symbol)): return type.symbols.contains(symbol)
        case (.fixed(let type)?, .string(let text)):
            return text.unicodeScalars.count == type.size && text.unicodeScalars.allSatisfy { $0.value <= 0xFF }
        default: return false
        }
    }
}

extension AvroSchemaParser {
    /// Checks every default, those of referenced types too; call it when the root is parsed.
    func checkDefaults() throws(AvroSchemaIssue) {
        var check = AvroDefaultCheck(types: types)
        try check.check(defaults)
    }
}
