// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Resolves what the fields of named types hold.
struct TypeResolver {
    let definitions: [AvroName: Definition]
    let names: TypeNames

    func resolve(_ name: AvroName, _ definition: Definition, _ diagnostics: inout [Diagnostic]) -> NamedType {
        switch definition.type {
        case .record(let record):
            return .record(resolve(record, definition, &diagnostics))
        case .enumeration(let enumeration):
            return .enumeration(
                EnumModel(
                    avro: enumeration, swiftName: names[name],
                    cases: SwiftName.members(enumeration.symbols, reserved: ["init", "self", "allCases", "avroIndex"])))
        case .fixed(let fixed):
            let type = AvroType(.named(name), logicalType: fixed.logicalType)
            return .fixed(
                FixedModel(
                    avro: fixed, swiftName: names[name], hasOwnType: logicalValue(of: type, { _, _ in }) == nil))
        }
    }

    private func resolve(
        _ record: AvroRecord, _ definition: Definition, _ diagnostics: inout [Diagnostic]
    ) -> RecordModel {
        let owner = names[record.name]
        let swiftNames = SwiftName.members(record.fields.map(\.name), reserved: ["init", "self", "reader", "writer"])
        var unions: [UnionModel] = []
        let fields = zip(record.fields, swiftNames).map { field, swiftName in
            var scope = FieldScope(owner: owner, unionName: SwiftName.type(field.name) + "Value", unions: unions)
            let type = resolve(field.type, &scope) { message, remedy in
                guard let source = definition.files.first else { return }
                diagnostics.append(
                    source.diagnostic(.warning, at: record.name, field: field.name, message, remedy: remedy))
            }
            unions = scope.unions
            return FieldModel(avro: field, swiftName: swiftName, type: type)
        }
        return RecordModel(avro: record, swiftName: owner, fields: fields, unions: unions)
    }

    /// Where a union that is found gets its name, and is collected.
    private struct FieldScope {
        let owner: String
        let unionName: String
        var unions: [UnionModel]

        mutating func add(_ branches: [UnionBranch]) -> UnionModel {
            var name = unionName
            var number = 2
            while unions.contains(where: { $0.swiftName == name }) {
                name = "\(unionName)\(number)"
                number += 1
            }
            let union = UnionModel(swiftName: name, owner: owner, branches: branches)
            unions.append(union)
            return union
        }
    }

    private func resolve(
        _ type: AvroType, _ scope: inout FieldScope, warn: (_ message: String, _ remedy: String) -> Void
    ) -> ValueType {
        if let logical = logicalValue(of: type, warn) { return .logical(logical) }
        switch type.kind {
        case .null: return .null
        case .boolean: return .boolean
        case .int: return .int
        case .long: return .long
        case .float: return .float
        case .double: return .double
        case .bytes: return .bytes
        case .string: return .string
        case .named(let name): return .named(name)
        case .array(let item): return .array(resolve(item, &scope, warn: warn))
        case .map(let value): return .map(resolve(value, &scope, warn: warn))
        case .union(let branches):
            if branches.count == 2, let null = branches.firstIndex(where: { $0.kind == .null }) {
                return .optional(resolve(branches[1 - null], &scope, warn: warn), null: null)
            }
            let types = branches.map { resolve($0, &scope, warn: warn) }
            let swiftNames = SwiftName.members(
                branches.map { branch in
                    if case .named(let name) = branch.kind { return name.name }
                    return branch.kind.branchName
                }, reserved: ["init", "self"])
            return .union(
                scope.add(
                    branches.indices.map { index in
                        UnionBranch(
                            avroName: branches[index].kind.branchName, swiftName: swiftNames[index], type: types[index])
                    }))
        }
    }

    /// The logical type's Swift form; nil for those that stay what they are based on.
    private func logicalValue(
        of type: AvroType, _ warn: (_ message: String, _ remedy: String) -> Void
    ) -> LogicalValue? {
        var logical = type.logicalType
        var size: Int?
        if case .named(let name) = type.kind, case .fixed(let fixed)? = definitions[name]?.type {
            logical = logical ?? fixed.logicalType
            size = fixed.size
        }
        switch logical {
        case .uuid?: return size == nil ? .uuid : .uuidFixed
        case .date?: return .date
        case .timeMillis?: return .timeMillis
        case .timeMicros?: return .timeMicros
        case .timestampMillis?: return .timestampMillis
        case .timestampMicros?: return .timestampMicros
        case .localTimestampMillis?: return .localTimestampMillis
        case .localTimestampMicros?: return .localTimestampMicros
        case .decimal(let precision, let scale)?:
            guard precision <= 38 else {
                warn(
                    "a decimal of \(precision) digits has no Swift type here and stays bytes",
                    "use a precision of at most 38")
                return nil
            }
            guard let size else { return .decimal(precision: precision, scale: scale) }
            return .decimalFixed(precision: precision, scale: scale, size: size)
        // Nothing is lost: nanoseconds stay Int64, a duration its twelve bytes, a big-decimal its bytes.
        case .timestampNanos?, .localTimestampNanos?, .duration?, .bigDecimal?, nil: return nil
        }
    }
}
