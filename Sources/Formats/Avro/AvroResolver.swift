// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Reads what a writer's schema wrote into values of a reader's schema.
struct AvroResolver {
    var input: AvroValueReader
    let reader: AvroSchema
    let resolution: AvroResolution
    var plans: [RecordPair: RecordPlan] = [:]

    init(input: AvroValueReader, reader: AvroSchema, resolution: AvroResolution) {
        self.input = input
        self.reader = reader
        self.resolution = resolution
    }

    mutating func decode() throws(AvroValueError) -> AvroValue {
        let value = try read(input.schema.root, as: reader.root, depth: 0)
        guard input.offset == input.bytes.count else {
            throw input.error("\(input.bytes.count - input.offset) bytes are left over after the value")
        }
        return value
    }

    mutating func read(
        _ written: AvroType, as type: AvroType, depth: Int
    ) throws(AvroValueError) -> AvroValue {
        guard depth < input.limits.maxDepth else {
            throw input.error("nested deeper than \(input.limits.maxDepth) levels")
        }
        if case .union(let branches) = written.kind {
            let branch = try input.readLong()
            guard branch >= 0, branch < branches.count else {
                throw input.error("branch \(branch) of a union of \(branches.count)")
            }
            return try read(branches[Int(branch)], as: type, depth: depth + 1)
        }
        if case .union(let branches) = type.kind {
            guard let branch = self.branch(for: written, in: branches) else {
                throw input.error("the reader's union has no branch for \(fullName(written))")
            }
            return .union(branch: branch, value: try read(written, as: branches[branch], depth: depth + 1))
        }
        switch (written.kind, type.kind) {
        case (.array(let items), .array(let target)): return .array(try readArray(items, as: target, depth))
        case (.map(let values), .map(let target)): return .map(try readMap(values, as: target, depth))
        case (.named(let name), .named(let target)):
            let value = try read(name, as: target, depth)
            return try checked(value, written, type)
        default:
            let value = try input.read(written, depth: depth)
            return try checked(try promote(value, to: type, written), written, type)
        }
    }

    private mutating func read(
        _ name: AvroName, as target: AvroName, _ depth: Int
    ) throws(AvroValueError) -> AvroValue {
        switch (input.schema.types[name], reader.types[target]) {
        case (.record(let written)?, .record(let record)?):
            try checkNames(written.name, record.name, record.aliases)
            return try readRecord(written, as: record, depth)
        case (.enumeration(let written)?, .enumeration(let type)?):
            try checkNames(written.name, type.name, type.aliases)
            return try readSymbol(AvroType(.named(name)), as: type, depth)
        case (.fixed(let written)?, .fixed(let type)?):
            try checkNames(written.name, type.name, type.aliases)
            guard written.size == type.size else {
                throw input.error(
                    "\(written.size) bytes are written, and the reader's \"\(type.name.fullName)\" has \(type.size)")
            }
            return .fixed(Array(try input.take(type.size)))
        default:
            throw input.error(
                "\(input.schema.describe(AvroType(.named(name)))) is written, and the reader expects "
                    + reader.describe(AvroType(.named(target))))
        }
    }

    // MARK: Names and branches

    func matches(_ written: AvroName, _ name: AvroName, _ aliases: [AvroName]) -> Bool {
        written == name || aliases.contains(written) || (!resolution.fullNames && written.name == name.name)
    }

    private func checkNames(
        _ written: AvroName, _ name: AvroName, _ aliases: [AvroName]
    ) throws(AvroValueError) {
        guard !matches(written, name, aliases) else { return }
        throw input.error("\"\(written.fullName)\" is written, and the reader expects \"\(name.fullName)\"")
    }

    /// A type in words, with the full name if it has one.
    private func fullName(_ written: AvroType) -> String {
        guard case .named(let name) = written.kind else { return input.schema.describe(written) }
        return "\"\(name.fullName)\""
    }

    /// The branch of the reader's union that takes a type of the writer; nil if none does.
    func branch(for written: AvroType, in branches: [AvroType]) -> Int? {
        if case .named(let name) = written.kind {
            let candidates = branches.indices.filter { isSameKind(name, branches[$0]) }
            let exact = candidates.first { index in
                guard case .named(let branch) = branches[index].kind else { return false }
                return branch == name || reader.types[branch]?.aliases.contains(name) == true
            }
            if let exact { return exact }
            let needsFullName =
                if case .record? = input.schema.types[name] { resolution.fullNames } else {
                    resolution.fullNames || resolution.fullNamesInUnions
                }
            return needsFullName ? nil : candidates.first { branches[$0].kind.name(is: name.name) }
        }
        return branches.firstIndex { $0.kind.branchName == written.kind.branchName && !$0.kind.isNamed }
            ?? branches.firstIndex { written.kind.isPromoted(to: $0.kind) }
    }

    private func isSameKind(_ written: AvroName, _ branch: AvroType) -> Bool {
        guard case .named(let name) = branch.kind else { return false }
        return switch (input.schema.types[written], reader.types[name]) {
        case (.record?, .record?), (.enumeration?, .enumeration?), (.fixed?, .fixed?): true
        default: false
        }
    }

    // MARK: Values

    private func promote(
        _ value: AvroValue, to type: AvroType, _ written: AvroType
    ) throws(AvroValueError) -> AvroValue {
        switch (value, type.kind) {
        case (.null, .null), (.boolean, .boolean), (.int, .int), (.long, .long), (.float, .float), (.double, .double),
            (.bytes, .bytes), (.string, .string):
            return value
        case (.int(let value), .long): return .long(Int64(value))
        case (.int(let value), .float): return .float(Float(value))
        case (.int(let value), .double): return .double(Double(value))
        case (.long(let value), .float): return .float(Float(value))
        case (.long(let value), .double): return .double(Double(value))
        case (.float(let value), .double): return .double(Double(value))
        case (.string(let value), .bytes): return .bytes(Array(value.utf8))
        case (.bytes(let value), .string):
            guard let text = String(validating: value, as: UTF8.self) else {
                throw input.error("the bytes are not UTF-8, and the reader takes them for a string")
            }
            return .string(text)
        default:
            throw input.error(
                "\(input.schema.describe(written)) is written, and the reader expects \(reader.describe(type))")
        }
    }

    private mutating func readSymbol(
        _ written: AvroType, as type: AvroEnum, _ depth: Int
    ) throws(AvroValueError) -> AvroValue {
        guard case .enumeration(let symbol) = try input.read(written, depth: depth) else {
            throw input.error("no symbol is written")
        }
        if type.symbols.contains(symbol) { return .enumeration(symbol: symbol) }
        guard let symbol = type.defaultSymbol else {
            throw input.error(
                "the symbol \"\(symbol)\" is not one of the reader's \"\(type.name.fullName)\", which has no default")
        }
        return .enumeration(symbol: symbol)
    }

    /// Refuses a value that means something else under the reader's logical type.
    private func checked(
        _ value: AvroValue, _ written: AvroType, _ type: AvroType
    ) throws(AvroValueError) -> AvroValue {
        guard resolution.logicalTypes != .ignored, written.logicalType != type.logicalType else { return value }
        // A promoted value is shown in the writer's type by what it was promoted to: the number is the same.
        let before = value.plainJSON(AvroType(type.kind, logicalType: written.logicalType), reader).text()
        let after = value.plainJSON(type, reader).text()
        if resolution.logicalTypes == .sameMeaning {
            guard written.logicalType != nil, type.logicalType != nil, before != after else { return value }
        }
        throw input.error(
            "\(before) is written as \(input.schema.describe(written)), and the reader takes it for \(after), "
                + reader.describe(type))
    }
}

extension AvroType.Kind {
    fileprivate var isNamed: Bool {
        if case .named = self { true } else { false }
    }

    fileprivate func name(is text: String) -> Bool {
        guard case .named(let name) = self else { return false }
        return name.name == text
    }

    /// Whether a value of this type may be read as one of another (specification, "Schema Resolution").
    fileprivate func isPromoted(to other: AvroType.Kind) -> Bool {
        switch (self, other) {
        case (.int, .long), (.int, .float), (.int, .double), (.long, .float), (.long, .double), (.float, .double),
            (.string, .bytes), (.bytes, .string):
            true
        default: false
        }
    }
}

extension AvroNamedType {
    /// Other full names by which a reader finds it.
    public var aliases: [AvroName] {
        switch self {
        case .record(let type): type.aliases
        case .enumeration(let type): type.aliases
        case .fixed(let type): type.aliases
        }
    }
}
