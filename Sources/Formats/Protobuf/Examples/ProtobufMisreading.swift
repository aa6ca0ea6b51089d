// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How a reader of one schema takes a message of another one wrongly.
public struct ProtobufMisreading: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The reader's schema has no such message.
        case noType
        /// The reader refuses the bytes, such as text that is no UTF-8.
        case refused
        /// A field that the reader requires is not there.
        case requiredMissing
        /// A field is of another wire type than the reader expects, or a number that its closed enum has no name for.
        case skipped
        /// A value is read as another one.
        case changed
        /// Of several values not all are read.
        case lost
        /// A number has a name in the writer's enum, and none in the reader's open one.
        case unnamed
        /// A field that is not set means one value to the writer and another one to the reader.
        case defaultChanged
    }

    public let kind: Kind
    /// Names of the writer's fields from the message down, such as `items.price`; empty for the message itself.
    public let path: String
    /// One sentence without its full stop.
    public let reason: String
}

/// Compares what was written with what is read of it. What the reader does not know does not count: fields may go.
struct ProtobufReadingCheck {
    let writer: ProtobufSchema
    let reader: ProtobufSchema
    private var path: [String] = []
    /// Bytes that were written so far.
    private(set) var work = 0

    init(writer: ProtobufSchema, reader: ProtobufSchema) {
        self.writer = writer
        self.reader = reader
    }

    /// The worst of what is wrong with reading a message; nil if it is read as it was written.
    mutating func misreading(of record: ProtobufRecord, as type: ProtobufMessage) -> ProtobufMisreading? {
        guard let bytes = try? record.encode(in: writer) else { return nil }
        work += bytes.count
        let read: ProtobufRecord
        do { read = try ProtobufRecord.decode(bytes, as: type.fullName, in: reader) } catch {
            return ProtobufMisreading(kind: .refused, path: error.path, reason: "\(error)")
        }
        if let missing = read.missingRequired(in: reader).first {
            return .init(kind: .requiredMissing, path: "", reason: "the required field \(missing) is missing")
        }
        return compare(record, read)
    }

    /// Compares a message with what was read of its bytes.
    mutating func compare(_ written: ProtobufRecord, _ read: ProtobufRecord) -> ProtobufMisreading? {
        guard let writerType = writer.message(named: written.typeName),
            let readerType = reader.message(named: read.typeName)
        else { return nil }
        let skipped = read.unknownNumbers
        var mild: ProtobufMisreading?
        for (number, content) in written.fields.sorted(by: { $0.key < $1.key }) {
            guard let before = writer.field(number, of: writerType), let after = reader.field(number, of: readerType)
            else { continue }
            path.append(before.name)
            defer { path.removeLast() }
            let found =
                skipped.contains(number)
                ? skip(before, after)
                : compare(content.elements(before), read.fields[number]?.elements(after) ?? [], before, after)
            if let found {
                if found.kind != .unnamed, found.kind != .defaultChanged { return found }
                mild = mild ?? found
            }
        }
        return mild ?? unset(written, writerType, readerType)
    }

    /// A field that neither side has set.
    private mutating func unset(
        _ written: ProtobufRecord, _ writerType: ProtobufMessage, _ readerType: ProtobufMessage
    ) -> ProtobufMisreading? {
        for before in writerType.fields where written.fields[before.number] == nil && before.label != .repeated {
            guard let after = readerType.fields.first(where: { $0.number == before.number }), after.label != .repeated,
                before.kind == after.kind, before.kind != .message, before.kind != .group
            else { continue }
            let (one, two) = (before.defaultName(in: writer), after.defaultName(in: reader))
            guard one != two else { continue }
            path.append(before.name)
            defer { path.removeLast() }
            return misreading(.defaultChanged, "not set, it is \(one) to the writer and \(two) to the reader")
        }
        return nil
    }

    private func skip(_ before: ProtobufField, _ after: ProtobufField) -> ProtobufMisreading {
        let (written, read) = (
            writer.mapEntry(of: before)?.fields.last ?? before, reader.mapEntry(of: after)?.fields.last ?? after
        )
        if read.kind == .enumeration, written.kind.wireType == 0, let type = reader.enumeration(named: read.typeName),
            type.isClosed
        {
            return misreading(
                .skipped,
                "the reader's enum \(type.fullName.dropFirst()) has no name for a number that is written, and skips it")
        }
        return misreading(
            .skipped, "'\(before.summary)' is not written as '\(after.summary)' is, and the reader skips the value")
    }

    private mutating func compare(
        _ written: [ProtobufValue], _ read: [ProtobufValue], _ before: ProtobufField, _ after: ProtobufField
    ) -> ProtobufMisreading? {
        // A zero of a field without presence is not set for the reader, which is the same.
        if read.isEmpty, written.count == 1, !after.hasPresence || after.label == .repeated {
            let zero = after.zero(in: reader)
            return compare(written[0], zero, before, after)
        }
        guard written.count == read.count else {
            if read.isEmpty, after.oneof != nil, !after.isProto3Optional {
                return misreading(.lost, "the reader keeps another field of the oneof, and not this one")
            }
            // A single field takes the last, which it does not show if it is the type's zero.
            let count = after.label == .repeated ? read.count : 1
            return misreading(.lost, "\(written.count) values are written, and \(count) read")
        }
        var mild: ProtobufMisreading?
        for (one, two) in zip(written, read) {
            guard let found = compare(one, two, before, after) else { continue }
            if found.kind != .unnamed, found.kind != .defaultChanged { return found }
            mild = mild ?? found
        }
        return mild
    }

    private mutating func compare(
        _ written: ProtobufValue, _ read: ProtobufValue, _ before: ProtobufField, _ after: ProtobufField
    ) -> ProtobufMisreading? {
        switch (written, read) {
        case (.message(let one), .message(let two)): return compare(one, two)
        case (.float(let one), .float(let two)) where one.bitPattern == two.bitPattern: return nil
        case (.double(let one), .double(let two)) where one.bitPattern == two.bitPattern: return nil
        default: break
        }
        guard let one = written.exact, one == read.exact else {
            let (from, to) = (written.shown(before, writer), read.shown(after, reader))
            return misreading(
                .changed,
                from == to
                    ? "the value of '\(before.summary)' is read as one of '\(after.summary)'"
                    : "\(from) of '\(before.summary)' is read as \(to) of '\(after.summary)'")
        }
        if case .enumeration(let number) = read, let type = reader.enumeration(named: after.typeName),
            type.name(of: Int(number)) == nil,
            // An open enum's writer need not have a name either.
            writer.enumeration(named: before.typeName)?.name(of: Int(number)) != nil || before.kind != .enumeration
        {
            return misreading(.unnamed, "the reader's enum \(type.fullName.dropFirst()) has no name for \(number)")
        }
        return nil
    }

    private func misreading(_ kind: ProtobufMisreading.Kind, _ reason: String) -> ProtobufMisreading {
        ProtobufMisreading(kind: kind, path: path.joined(separator: "."), reason: reason)
    }
}

extension ProtobufRecord {
    fileprivate var unknownNumbers: Set<Int> {
        var numbers: Set<Int> = []
        var depth = 0
        var reader = ProtobufWireReader(unknown[...])
        while let (number, value) = try? reader.next() {
            if case .groupEnd = value { depth -= 1 }
            if depth == 0 { numbers.insert(number) }
            if case .groupStart = value { depth += 1 }
        }
        return numbers
    }
}

extension ProtobufField {
    /// The field without its options, such as `repeated int32 counts = 3`.
    fileprivate var summary: String {
        let type = typeName.isEmpty ? kind.keyword : String(typeName.dropFirst())
        return "\(label == .repeated ? "repeated " : "")\(type) \(name) = \(number)"
    }

    fileprivate func defaultName(in schema: ProtobufSchema) -> String {
        if kind == .enumeration {
            // By the number: another name of it is the same default.
            let type = schema.enumeration(named: typeName)
            let value = type?.values.first { $0.name == defaultValue } ?? type?.values.first
            return "the number \(value?.number ?? 0)"
        }
        if let defaultValue {
            let isNumber = kind == .float || kind == .double
            return isNumber ? Double(defaultValue)?.description ?? defaultValue : "\"\(defaultValue)\""
        }
        switch zero(in: schema) {
        case .double, .float: return "0.0"
        case .bool: return "\"false\""
        case .string, .bytes: return "\"\""
        default: return "\"0\""
        }
    }
}

extension ProtobufValue {
    /// What the value is, whatever the type: equal numbers, and equal text or bytes, are the same. Nil for messages and
    /// floating point.
    fileprivate var exact: [UInt8]? {
        switch self {
        case .int32(let value): Array(String(value).utf8)
        case .int64(let value): Array(String(value).utf8)
        case .uint32(let value): Array(String(value).utf8)
        case .uint64(let value): Array(String(value).utf8)
        case .enumeration(let value): Array(String(value).utf8)
        case .bool(let value): [value ? UInt8(ascii: "1") : UInt8(ascii: "0")]
        // Marked, so that the text "1" is not the number 1.
        case .string(let value): [0] + Array(value.utf8)
        case .bytes(let value): [0] + value
        case .float, .double, .message: nil
        }
    }

    fileprivate func shown(_ field: ProtobufField, _ schema: ProtobufSchema) -> String {
        if case .message = self { return "a message" }
        return ProtobufJSON(schema: schema).json(self, field).text()
    }
}
