// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Turns a schema into descriptors.
struct PlanCompiler {
    /// Above these a schema is refused; they keep indexes small and the encoder's scratch bounded.
    static let maximumFieldsOfRecord = 4096
    static let maximumNesting = 64

    let schema: AvroSchema
    let memory = PlanMemory()
    var descriptions: [String] = []
    var envelope = EnvelopeIndexes()
    var maximumFields = 0
    /// Records that are compiled or on the way, so that a recursive schema ends.
    private var records: [AvroName: UnsafeMutablePointer<RecordPlan>] = [:]
    private var nesting = 0

    init(schema: AvroSchema) { self.schema = schema }

    /// The root record's plan.
    mutating func compile() throws(ContractError) -> UnsafeMutablePointer<RecordPlan> {
        let found: EventEnvelope
        do {
            found = try EventEnvelope(of: schema)
        } catch {
            throw .envelope(error.problems)
        }
        guard let root = schema.rootRecord else { throw .unsupported(path: "", type: schema.describe(schema.root)) }
        // The envelope's fields have roles only where the envelope stands, not where its record may occur again: these
        // plans are made apart from those by name.
        switch found.location {
        case .topLevel: return try envelopeRecord(root, path: "")
        case .field(let index):
            let nested = try envelopeRecord(found.record, path: "\(EventEnvelope.fieldName).")
            var type = TypePlan(.record, description: describe(root.fields[index].type))
            type.record = UnsafePointer(nested)
            let plan = makeRecord(root)
            try fill(plan, root, path: "", special: [index: (.plain, UnsafePointer(memory.store(type)))])
            return plan
        }
    }

    private mutating func envelopeRecord(
        _ record: AvroRecord, path: String
    ) throws(ContractError) -> UnsafeMutablePointer<RecordPlan> {
        let roles: [String: FieldRole] = [
            "event_id": .eventID, "event_type": .eventType, "timestamp": .timestamp,
            "client_timestamp": .clientTimestamp, "time_flags": .timeFlags, "sent_at": .sentAt,
            "received_at": .receivedAt, "user_id": .userID, "device_id": .deviceID, "platform": .platform,
            "schema_version": .schemaVersion,
        ]
        var special: [Int: (role: FieldRole, type: UnsafePointer<TypePlan>?)] = [:]
        for (index, field) in record.fields.enumerated() {
            if let role = roles[field.name] { special[index] = (role, nil) }
            switch field.name {
            case "timestamp": envelope.timestamp = index
            case "sent_at": envelope.sentAt = index
            case "platform": envelope.platform = index
            case "context":
                guard let context = schema.record(field.type) else { continue }
                var inside: [Int: (role: FieldRole, type: UnsafePointer<TypePlan>?)] = [:]
                if let address = context.fields.firstIndex(where: { $0.name == "ip_address" }) {
                    inside[address] = (.address, nil)
                }
                let plan = makeRecord(context)
                try fill(plan, context, path: "\(path)context.", special: inside)
                let whole = try filling(field, path: "\(path)context")
                plan.pointee.canBeAbsent = plan.pointee.required == 0 && (whole == nil || whole == parts(plan))
                var type = TypePlan(.record, description: describe(field.type))
                type.record = UnsafePointer(plan)
                special[index] = (.context, UnsafePointer(memory.store(type)))
            default: break
            }
        }
        let plan = makeRecord(record)
        plan.pointee.isEnvelope = true
        try fill(plan, record, path: path, special: special)
        return plan
    }

    /// A record's plan without its fields yet.
    private mutating func makeRecord(_ record: AvroRecord) -> UnsafeMutablePointer<RecordPlan> {
        let none: [FieldPlan] = []
        return memory.store(
            RecordPlan(
                fields: UnsafePointer(memory.store(none)), count: 0, names: NameTable([], in: memory),
                description: describe(AvroType(.named(record.name)))))
    }

    private mutating func fill(
        _ plan: UnsafeMutablePointer<RecordPlan>, _ record: AvroRecord, path: String,
        special: [Int: (role: FieldRole, type: UnsafePointer<TypePlan>?)] = [:]
    ) throws(ContractError) {
        guard record.fields.count <= Self.maximumFieldsOfRecord else {
            throw .tooLarge(path: path, limit: "\(Self.maximumFieldsOfRecord) fields in a record")
        }
        maximumFields = max(maximumFields, record.fields.count)
        var fields: [FieldPlan] = []
        for (index, field) in record.fields.enumerated() {
            let path = path + field.name
            let type: UnsafePointer<TypePlan>
            if let given = special[index]?.type {
                type = given
            } else {
                type = try compile(field.type, path: path)
            }
            let name = memory.storePadded(field.name.utf8)
            let filling = try filling(field, path: path)
            fields.append(
                FieldPlan(
                    type: type, name: name, nameCount: field.name.utf8.count,
                    filling: filling.map { memory.storePadded($0) }, fillingCount: filling?.count ?? 0,
                    hasDefault: field.defaultValue != nil, role: special[index]?.role ?? .plain))
        }
        plan.pointee.fields = UnsafePointer(memory.store(fields))
        plan.pointee.count = fields.count
        plan.pointee.required = fields.count { $0.filling == nil }
        plan.pointee.names = NameTable(fields.map { ($0.name, $0.nameCount) }, in: memory)
    }

    /// What is written where the field is missing.
    private func filling(_ field: AvroField, path: String) throws(ContractError) -> [UInt8]? {
        if let json = field.defaultValue {
            do {
                guard let bytes = try schema.defaultValue(of: field)?.encode(as: field.type, in: schema) else {
                    throw ContractError.invalidDefault(path: path, value: String(json.text().prefix(200)))
                }
                return bytes
            } catch {
                throw .invalidDefault(path: path, value: String(json.text().prefix(200)))
            }
        }
        if field.type.kind == .null { return [] }
        guard case .union(let branches) = field.type.kind,
            let null = branches.firstIndex(where: { $0.kind == .null })
        else { return nil }
        return try? AvroValue.union(branch: null, value: .null).encode(as: field.type, in: schema)
    }

    /// What is written for a record of which every field is missing.
    private func parts(_ plan: UnsafeMutablePointer<RecordPlan>) -> [UInt8] {
        (0..<plan.pointee.count).flatMap { index in
            let field = plan.pointee.fields[index]
            return Array(UnsafeBufferPointer(start: field.filling, count: field.fillingCount))
        }
    }

    mutating func describe(_ type: AvroType) -> Int32 {
        descriptions.append(words(type))
        return Int32(descriptions.count - 1)
    }

    /// A type as errors name it; an enum with its symbols.
    private func words(_ type: AvroType) -> String {
        switch type.kind {
        case .named(let name):
            guard case .enumeration(let enumeration)? = schema.types[name] else { return schema.describe(type) }
            let shown = enumeration.symbols.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
            return "one of \(shown)\(enumeration.symbols.count > 20 ? ", …" : "")"
        default: return schema.describe(type)
        }
    }

    // MARK: Types

    mutating func compile(_ type: AvroType, path: String) throws(ContractError) -> UnsafePointer<TypePlan> {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumNesting else {
            throw .tooLarge(path: path, limit: "\(Self.maximumNesting) types inside each other")
        }
        return UnsafePointer(memory.store(try plan(type, path: path)))
    }

    private mutating func plan(_ type: AvroType, path: String) throws(ContractError) -> TypePlan {
        let description = describe(type)
        if let logical = type.logicalType, let plan = try plan(logical, of: type, description, path: path) {
            return plan
        }
        switch type.kind {
        case .null: return TypePlan(.null, description: description)
        case .boolean: return TypePlan(.boolean, description: description)
        case .int: return TypePlan(.int, description: description)
        case .long: return TypePlan(.long, description: description)
        case .float: return TypePlan(.float, description: description)
        case .double: return TypePlan(.double, description: description)
        case .string: return TypePlan(.string, description: description)
        case .bytes: return TypePlan(.bytes, description: description)
        case .array(let items):
            var plan = TypePlan(.array, description: description)
            plan.element = try compile(items, path: path + "[]")
            return plan
        case .map(let values):
            var plan = TypePlan(.map, description: description)
            plan.element = try compile(values, path: path + "{}")
            return plan
        case .union(let branches):
            var plan = TypePlan(.union, description: description)
            plan.union = try union(branches, description: schema.describe(type), path: path)
            return plan
        case .named(let name): return try named(name, description, path: path)
        }
    }

    private mutating func named(
        _ name: AvroName, _ description: Int32, path: String
    ) throws(ContractError) -> TypePlan {
        switch schema.types[name] {
        case .record(let record)?:
            var plan = TypePlan(.record, description: description)
            if let known = records[name] {
                plan.record = UnsafePointer(known)
            } else {
                let made = makeRecord(record)
                records[name] = made
                try fill(made, record, path: path + ".")
                plan.record = UnsafePointer(made)
            }
            return plan
        case .enumeration(let enumeration)?:
            var plan = TypePlan(.enumeration, description: description)
            let names = enumeration.symbols.map { (bytes: memory.storePadded($0.utf8), count: $0.utf8.count) }
            plan.symbols = UnsafePointer(memory.store(NameTable(names, in: memory)))
            return plan
        case .fixed(let fixed)?:
            guard let size = Int32(exactly: fixed.size), size <= 1 << 20 else {
                throw .tooLarge(path: path, limit: "1 MiB in a fixed")
            }
            let type = AvroType(.named(name), logicalType: fixed.logicalType)
            if let logical = fixed.logicalType, let plan = try plan(logical, of: type, description, path: path) {
                return plan
            }
            var plan = TypePlan(.fixed, description: description)
            plan.size = size
            return plan
        case nil: throw .unknownName(path: path, name: name.fullName)
        }
    }

    /// nil where the logical type changes nothing.
    private func plan(
        _ logical: AvroLogicalType, of type: AvroType, _ description: Int32, path: String
    ) throws(ContractError) -> TypePlan? {
        var size = 0
        if case .named(let name) = type.kind, case .fixed(let fixed)? = schema.types[name] { size = fixed.size }
        func timestamp(_ kind: TypePlan.Kind, _ unitsPerSecond: Int64) -> TypePlan {
            var plan = TypePlan(kind, description: description)
            plan.unitsPerSecond = unitsPerSecond
            return plan
        }
        switch logical {
        case .decimal(let precision, let scale):
            guard precision <= ParsedDecimal.maximumDigits else {
                throw .unsupported(
                    path: path,
                    type: "decimal(\(precision),\(scale)): the most is \(ParsedDecimal.maximumDigits) digits")
            }
            var plan = TypePlan(type.kind == .bytes ? .decimalBytes : .decimalFixed, description: description)
            plan.precision = Int32(precision)
            plan.scale = Int32(scale)
            plan.size = Int32(clamping: size)
            return plan
        case .uuid: return TypePlan(type.kind == .string ? .uuidText : .uuidBytes, description: description)
        case .date: return TypePlan(.date, description: description)
        case .timeMillis: return timestamp(.timeMillis, 1000)
        case .timeMicros: return timestamp(.timeMicros, 1_000_000)
        case .timestampMillis: return timestamp(.timestamp, 1000)
        case .timestampMicros: return timestamp(.timestamp, 1_000_000)
        case .timestampNanos: return timestamp(.timestamp, 1_000_000_000)
        case .localTimestampMillis: return timestamp(.localTimestamp, 1000)
        case .localTimestampMicros: return timestamp(.localTimestamp, 1_000_000)
        case .localTimestampNanos: return timestamp(.localTimestamp, 1_000_000_000)
        case .duration: throw .unsupported(path: path, type: "duration, which has no JSON form yet")
        case .bigDecimal: throw .unsupported(path: path, type: "big-decimal, which has no JSON form yet")
        }
    }
}
