// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

extension AvroTranscoder {
    /// Makes the plan of a pair of schemas; nil if a type is not defined.
    init?(writer: AvroSchema, reader: AvroSchema, resolution: AvroResolution) {
        var compiler = AvroTranscoderCompiler(writer: writer, reader: reader, resolution: resolution)
        guard let root = compiler.step(writer.root, as: reader.root) else { return nil }
        self.init(extents: compiler.extents, steps: compiler.steps, root: root, resolution: resolution)
    }
}

/// Asks `AvroResolver` how names, branches and fields correspond, once instead of for each value.
private struct AvroTranscoderCompiler {
    typealias Place = AvroTranscoder.Place
    typealias FieldStep = AvroTranscoder.FieldStep

    private let writer: AvroSchema
    private let reader: AvroSchema
    private var resolver: AvroResolver
    private(set) var extents: AvroExtents
    private(set) var steps: [AvroTranscoder.Step] = []
    private var records: [AvroResolver.RecordPair: Place] = [:]

    init(writer: AvroSchema, reader: AvroSchema, resolution: AvroResolution) {
        self.writer = writer
        self.reader = reader
        extents = AvroExtents(schema: writer)
        resolver = AvroResolver(
            input: AvroValueReader(bytes: [], schema: writer, limits: AvroLimits()), reader: reader,
            resolution: resolution)
    }

    private mutating func add(_ step: AvroTranscoder.Step) -> Place {
        steps.append(step)
        return steps.count - 1
    }

    private mutating func same(_ written: AvroType) -> Place? {
        extents.place(of: written).map { add(.same($0)) }
    }

    /// Where the value stays as it is; nil where it does not.
    private func extent(ofSame place: Place) -> AvroExtents.Place? {
        guard case .same(let extent) = steps[place] else { return nil }
        return extent
    }

    mutating func step(_ written: AvroType, as type: AvroType) -> Place? {
        if case .union(let branches) = written.kind { return union(branches, written, as: type) }
        if case .union(let branches) = type.kind {
            guard let index = resolver.branch(for: written, in: branches) else { return add(.impossible) }
            return step(written, as: branches[index]).map { add(.branch(index, $0)) }
        }
        switch (written.kind, type.kind) {
        case (.array(let items), .array(let target)):
            guard let item = step(items, as: target) else { return nil }
            guard extent(ofSame: item) == nil else { return same(written) }
            return extents.place(of: items).map { add(.array(item, items: $0)) }
        case (.map(let values), .map(let target)):
            guard let value = step(values, as: target) else { return nil }
            return extent(ofSame: value) != nil ? same(written) : add(.map(value))
        default: break
        }
        guard !mustBeChecked(written, type) else {
            return add(
                .checked(
                    writer: AvroSchema(root: written, types: writer.types, text: ""),
                    reader: AvroSchema(root: type, types: reader.types, text: "")))
        }
        switch (written.kind, type.kind) {
        case (.named(let name), .named(let target)): return named(name, as: target, written)
        case (.null, .null), (.boolean, .boolean), (.int, .int), (.long, .long), (.float, .float), (.double, .double),
            (.bytes, .bytes), (.string, .string), (.int, .long), (.string, .bytes):
            return same(written)
        // Bytes are a string if they are UTF-8, which a string's extent looks at.
        case (.bytes, .string): return same(AvroType(.string))
        case (.int, .float): return add(.intToFloat)
        case (.int, .double): return add(.intToDouble)
        case (.long, .float): return add(.longToFloat)
        case (.long, .double): return add(.longToDouble)
        case (.float, .double): return add(.floatToDouble)
        default: return add(.impossible)
        }
    }

    private func mustBeChecked(_ written: AvroType, _ type: AvroType) -> Bool {
        guard written.logicalType != type.logicalType else { return false }
        return switch resolver.resolution.logicalTypes {
        case .ignored: false
        case .sameMeaning: written.logicalType != nil && type.logicalType != nil
        case .equal: true
        }
    }

    private mutating func union(_ branches: [AvroType], _ written: AvroType, as type: AvroType) -> Place? {
        var places: [Place] = []
        for branch in branches {
            guard let place = step(branch, as: type) else { return nil }
            places.append(place)
        }
        let staysInPlace = places.enumerated().allSatisfy { index, place in
            guard case .branch(index, let inner) = steps[place] else { return false }
            return extent(ofSame: inner) != nil
        }
        return staysInPlace ? same(written) : add(.written(places))
    }

    private mutating func named(_ name: AvroName, as target: AvroName, _ type: AvroType) -> Place? {
        switch (writer.types[name], reader.types[target]) {
        case (.record(let written)?, .record(let record)?):
            guard resolver.matches(written.name, record.name, record.aliases) else { return add(.impossible) }
            return self.record(written, as: record)
        case (.enumeration(let written)?, .enumeration(let target)?):
            guard resolver.matches(written.name, target.name, target.aliases) else { return add(.impossible) }
            let symbols = written.symbols.map { symbol in
                target.symbols.firstIndex(of: symbol)
                    ?? target.defaultSymbol.flatMap { target.symbols.firstIndex(of: $0) }
            }
            return symbols == written.symbols.indices.map { $0 } ? same(type) : add(.symbol(symbols))
        case (.fixed(let written)?, .fixed(let target)?):
            let fits = written.size == target.size && resolver.matches(written.name, target.name, target.aliases)
            return fits ? same(type) : add(.impossible)
        case (nil, _), (_, nil): return nil
        default: return add(.impossible)
        }
    }

    // MARK: Records

    private mutating func record(_ written: AvroRecord, as record: AvroRecord) -> Place? {
        let pair = AvroResolver.RecordPair(writer: written.name, reader: record.name)
        if let known = records[pair] { return known }
        let place = add(.open)
        records[pair] = place
        guard let step = makeRecord(written, as: record) else { return nil }
        steps[place] = step
        return place
    }

    private mutating func makeRecord(_ written: AvroRecord, as record: AvroRecord) -> AvroTranscoder.Step? {
        let plan = resolver.plan(written, record)
        guard plan.conflict == nil else { return .impossible }
        var literals: [Int: [UInt8]] = [:]
        for missing in plan.missing {
            guard let value = missing.value,
                let bytes = try? value.encode(as: record.fields[missing.index].type, in: reader)
            else { return .impossible }
            literals[missing.index] = bytes
        }
        var sources: [Int: FieldStep] = [:]
        var fields: [AvroExtents.Place] = []
        for (index, field) in written.fields.enumerated() {
            guard let extent = extents.place(of: field.type) else { return nil }
            fields.append(extent)
            guard let target = plan.targets[index] else { continue }
            guard let place = step(field.type, as: record.fields[target].type) else { return nil }
            sources[target] = .value(place, field: index)
        }
        let targets = plan.targets.compactMap { $0 }
        guard zip(targets, targets.dropFirst()).allSatisfy({ $0 < $1 }) else {
            let inOrder = record.fields.indices.compactMap { sources[$0] ?? literals[$0].map { .literal($0) } }
            return .reordered(fields: fields, steps: inOrder)
        }
        // Both in one order: what the reader lacks is passed over where it stands, what is not written is put in.
        var inOrder: [FieldStep] = []
        var next = 0
        func add(_ step: FieldStep) { Self.append(step, to: &inOrder, steps) }
        for index in written.fields.indices {
            guard let target = plan.targets[index] else {
                add(.skip(fields[index]))
                continue
            }
            while next < target {
                if let literal = literals[next] { add(.literal(literal)) }
                next += 1
            }
            if let source = sources[target] { add(source) }
            next = target + 1
        }
        for index in next..<max(next, record.fields.count) {
            if let literal = literals[index] { add(.literal(literal)) }
        }
        if inOrder.isEmpty { return extents.place(of: AvroType(.null)).map { .same($0) } }
        if inOrder.count == 1, case .same(let run) = inOrder[0], run.count == written.fields.count {
            return extents.place(of: AvroType(.named(written.name))).map { .same($0) }
        }
        return .record(inOrder)
    }

    /// Adds a step; neighbours that stay as they are, and literals, become one.
    private static func append(_ step: FieldStep, to list: inout [FieldStep], _ steps: [AvroTranscoder.Step]) {
        var step = step
        if case .value(let place, _) = step, case .same(let extent) = steps[place] { step = .same([extent]) }
        switch (list.last, step) {
        case (.same(let before)?, .same(let run)):
            list[list.count - 1] = .same(before + run)
        case (.literal(let before)?, .literal(let bytes)):
            list[list.count - 1] = .literal(before + bytes)
        default: list.append(step)
        }
    }
}
