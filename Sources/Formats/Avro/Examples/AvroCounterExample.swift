// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A value of a writer's schema that a reader's schema can't read.
public struct AvroCounterExample: Sendable, Hashable {
    /// Of the writer's schema.
    public let value: AvroValue
    /// As the writer encodes it.
    public let bytes: [UInt8]
    /// What the reader says, with the path in the value.
    public let error: AvroValueError

    /// Looks for the smallest value that can't be read, by writing values and reading them.
    ///
    /// Walks the pairs of types that meet when the reader decodes, from the root, each pair once; at each it tries the values
    /// that may tell the two apart. So what it finds is nearest to the root, and all else of the value is as small as can be.
    /// - Returns: nil if everything that was tried can be read, or more than bounded time and memory would be needed.
    public static func find(
        writer: AvroSchema, reader: AvroSchema, resolution: AvroResolution = AvroResolution()
    ) -> AvroCounterExample? {
        var search = AvroCounterExampleSearch(writer: writer, reader: reader, resolution: resolution)
        return search.run()
    }
}

struct AvroCounterExampleSearch {
    /// Pairs of types that are looked at.
    private static let maxPairs = 50_000
    /// Values that are written and read in all.
    private static let maxWork = 500_000
    /// Above what the parser lets types nest, counting a union as a level.
    private static let limits = AvroLimits(maxDepth: 600)

    private let writer: AvroSchema
    private let reader: AvroSchema
    private let resolution: AvroResolution
    private let smallest: AvroSmallestValues
    private var places: [Place]
    private var seen: Set<Pair> = []
    private var work = 0

    /// Two types that meet, and how one gets there from the place before.
    private struct Place {
        let written: AvroType
        let type: AvroType
        let parent: Int
        let step: Step
    }

    private enum Step {
        case root
        case field(Int)
        case branch(Int)
        case item
        case entry
    }

    private struct Pair: Hashable {
        let writer: AvroName
        let reader: AvroName
    }

    init(writer: AvroSchema, reader: AvroSchema, resolution: AvroResolution) {
        self.writer = writer
        self.reader = reader
        self.resolution = resolution
        smallest = AvroSmallestValues(writer)
        places = [Place(written: writer.root, type: reader.root, parent: -1, step: .root)]
    }

    mutating func run() -> AvroCounterExample? {
        var next = 0
        while next < places.count, next < Self.maxPairs, work < Self.maxWork {
            if let found = look(at: next) { return found }
            next += 1
        }
        return nil
    }

    private mutating func look(at index: Int) -> AvroCounterExample? {
        let place = places[index]
        if case .union(let branches) = place.written.kind {
            for (branch, written) in branches.enumerated() { push(written, place.type, index, .branch(branch)) }
            return nil
        }
        var type = place.type
        if case .union(let branches) = type.kind {
            guard let branch = resolver(place).branch(for: place.written, in: branches) else {
                return attempt(smallest.value(place.written).map { [$0] } ?? [], at: index)
            }
            type = branches[branch]
        }
        switch (place.written.kind, type.kind) {
        case (.array(let items), .array(let target)): push(items, target, index, .item)
        case (.map(let values), .map(let target)): push(values, target, index, .entry)
        case (.named(let name), .named(let target)):
            guard seen.insert(Pair(writer: name, reader: target)).inserted else { return nil }
            if let found = attempt(values(of: name, for: target, place.written), at: index) { return found }
            pushFields(of: name, for: target, index)
        default:
            let values = AvroExampleValues.values(of: place.written)
            return attempt(values.isEmpty ? smallest.value(place.written).map { [$0] } ?? [] : values, at: index)
        }
        return nil
    }

    private mutating func push(_ written: AvroType, _ type: AvroType, _ parent: Int, _ step: Step) {
        guard places.count < Self.maxPairs else { return }
        places.append(Place(written: written, type: type, parent: parent, step: step))
    }

    private mutating func pushFields(of name: AvroName, for target: AvroName, _ parent: Int) {
        guard case .record(let written)? = writer.types[name], case .record(let record)? = reader.types[target] else {
            return
        }
        var resolver = resolver(places[parent])
        for (index, field) in resolver.plan(written, record).targets.enumerated() {
            guard let field else { continue }
            push(written.fields[index].type, record.fields[field].type, parent, .field(index))
        }
    }

    /// Values of a named type that may not be readable as another.
    private func values(of name: AvroName, for target: AvroName, _ written: AvroType) -> [AvroValue] {
        guard case .enumeration(let type)? = writer.types[name] else {
            return smallest.value(written).map { [$0] } ?? []
        }
        guard case .enumeration(let known)? = reader.types[target] else {
            return type.symbols.prefix(1).map { .enumeration(symbol: $0) }
        }
        let symbols = Set(known.symbols)
        let unknown = type.symbols.first { !symbols.contains($0) }
        return (type.symbols.prefix(1) + (unknown.map { [$0] } ?? [])).map { .enumeration(symbol: $0) }
    }

    private func resolver(_ place: Place) -> AvroResolver {
        AvroResolver(
            input: AvroValueReader(
                bytes: [], schema: AvroSchema(root: place.written, types: writer.types, text: ""), limits: Self.limits),
            reader: AvroSchema(root: place.type, types: reader.types, text: ""), resolution: resolution)
    }

    // MARK: Trying

    /// Tries values at a place by themselves, and those that can't be read there within a whole value.
    private mutating func attempt(_ values: [AvroValue], at index: Int) -> AvroCounterExample? {
        let place = places[index]
        for value in values {
            work += min(smallest.size(place.written), AvroSmallestValues.maxSize)
            guard let bytes = try? value.encode(as: place.written, in: writer) else { continue }
            var resolver = resolver(place)
            resolver.input.replace(bytes)
            guard (try? resolver.decode()) == nil, let whole = wrapped(value, at: index) else { continue }
            if let found = prove(whole) { return found }
        }
        return nil
    }

    /// Whether the writer reads what it wrote, and the reader does not.
    private func prove(_ value: AvroValue) -> AvroCounterExample? {
        guard let bytes = try? value.encode(as: writer),
            (try? AvroValue.decode(bytes, as: writer, limits: Self.limits)) != nil
        else { return nil }
        do {
            _ = try AvroValue.decode(
                bytes, writer: writer, reader: reader, resolution: resolution, limits: Self.limits)
            return nil
        } catch {
            return AvroCounterExample(value: value, bytes: bytes, error: error)
        }
    }

    /// The value with the smallest that there is around it, up to the root.
    private func wrapped(_ value: AvroValue, at index: Int) -> AvroValue? {
        var value = value
        var index = index
        var size = 0
        while places[index].parent >= 0 {
            let place = places[index]
            let parent = places[place.parent].written
            switch place.step {
            case .root: return value
            case .branch(let branch): value = .union(branch: branch, value: value)
            case .item: value = .array([value])
            case .entry: value = .map([.init(name: "key", value: value)])
            case .field(let field):
                guard case .named(let name) = parent.kind, case .record(let record)? = writer.types[name] else {
                    return nil
                }
                var entries: [AvroValue.Entry] = []
                for (other, one) in record.fields.enumerated() {
                    guard other != field else {
                        entries.append(.init(name: one.name, value: value))
                        continue
                    }
                    size += smallest.size(one.type)
                    guard size <= AvroSmallestValues.maxSize, let filler = smallest.value(one.type) else { return nil }
                    entries.append(.init(name: one.name, value: filler))
                }
                value = .record(entries)
            }
            index = place.parent
        }
        return value
    }
}
