// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Arrays, maps, and records with their fields by name, alias or default.
extension AvroResolver {
    struct RecordPair: Hashable {
        let writer: AvroName
        let reader: AvroName
    }

    /// How the fields of a pair of records correspond.
    struct RecordPlan {
        /// For each field of the writer, the reader's that takes it; nil for one that is skipped.
        let targets: [Int?]
        /// Fields of the reader that are not written, with their defaults; nil for one that has none.
        let missing: [(index: Int, value: AvroValue?)]
        /// Why the two can't be read as each other, whatever the value: two fields of the writer go to one of the reader.
        let conflict: String?
    }

    mutating func readArray(
        _ items: AvroType, as target: AvroType, _ depth: Int
    ) throws(AvroValueError) -> [AvroValue] {
        var elements: [AvroValue] = []
        while let count = try input.readBlockCount() {
            for _ in 0..<count {
                let start = input.offset
                input.path.append(String(elements.count))
                elements.append(try read(items, as: target, depth: depth + 1))
                if input.offset == start { try input.countZeroByteItem() }
                input.path.removeLast()
            }
        }
        return elements
    }

    mutating func readMap(
        _ values: AvroType, as target: AvroType, _ depth: Int
    ) throws(AvroValueError) -> [AvroValue.Entry] {
        var entries: [AvroValue.Entry] = []
        while let count = try input.readBlockCount() {
            for _ in 0..<count {
                let name = try input.readString()
                input.path.append(name)
                entries.append(.init(name: name, value: try read(values, as: target, depth: depth + 1)))
                input.path.removeLast()
            }
        }
        return entries
    }

    mutating func readRecord(
        _ written: AvroRecord, as record: AvroRecord, _ depth: Int
    ) throws(AvroValueError) -> AvroValue {
        let plan = plan(written, record)
        if let conflict = plan.conflict { throw input.error(conflict) }
        var values = [AvroValue?](repeating: nil, count: record.fields.count)
        for (field, target) in zip(written.fields, plan.targets) {
            input.path.append(field.name)
            if let target {
                values[target] = try read(field.type, as: record.fields[target].type, depth: depth + 1)
            } else {
                _ = try input.read(field.type, depth: depth + 1)
            }
            input.path.removeLast()
        }
        for missing in plan.missing {
            guard let value = missing.value else {
                let name = record.fields[missing.index].name
                throw input.error("the reader's field \"\(name)\" is not written, and has no default")
            }
            values[missing.index] = value
        }
        return .record(
            zip(record.fields, values).map { AvroValue.Entry(name: $0.name, value: $1 ?? .null) })
    }

    mutating func plan(_ written: AvroRecord, _ record: AvroRecord) -> RecordPlan {
        let pair = RecordPair(writer: written.name, reader: record.name)
        if let known = plans[pair] { return known }
        let names = Dictionary(
            record.fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let aliases = Dictionary(
            record.fields.enumerated().flatMap { index, field in field.aliases.map { ($0, index) } },
            uniquingKeysWith: { _, last in last })
        let targets = written.fields.map { names[$0.name] ?? aliases[$0.name] }
        let found = Set(targets.compactMap { $0 })
        let missing = record.fields.indices.filter { !found.contains($0) }.map { index in
            (index: index, value: reader.defaultValue(of: record.fields[index]))
        }
        var taken: Set<Int> = []
        let twice = targets.compactMap { $0 }.first { !taken.insert($0).inserted }
        let conflict = twice.map {
            "more than one field is written that the reader's field \"\(record.fields[$0].name)\" takes"
        }
        let plan = RecordPlan(targets: targets, missing: missing, conflict: conflict)
        plans[pair] = plan
        return plan
    }
}
