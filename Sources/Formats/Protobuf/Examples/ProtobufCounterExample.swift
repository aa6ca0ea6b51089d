// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A message of one schema that a reader of another one takes wrongly.
public struct ProtobufCounterExample: Sendable, Hashable {
    public let record: ProtobufRecord
    public let bytes: [UInt8]
    public let misreading: ProtobufMisreading

    private static let maxMessages = 300
    private static let maxRecords = 5000
    private static let maxBytes = 1 << 20

    /// Writes messages of the writer's file and reads them with the reader's; the worst misreading first. Messages belong
    /// together by their names within the package.
    ///
    /// - Parameter kinds: what counts.
    public static func find(
        writer: ProtobufSchema, reader: ProtobufSchema, kinds: Set<ProtobufMisreading.Kind>
    ) -> ProtobufCounterExample? {
        var samples = ProtobufSamples(schema: writer)
        var check = ProtobufReadingCheck(writer: writer, reader: reader)
        var mild: ProtobufCounterExample?
        var count = 0
        for type in writer.messages(ofFile: writer.file).prefix(maxMessages) {
            let target = reader.message(named: type.fullName) ?? reader.counterpart(of: type, in: writer)
            for record in samples.records(of: type) {
                count += 1
                guard count <= maxRecords, check.work <= maxBytes else { return mild }
                let found = target.map { check.misreading(of: record, as: $0) } ?? noType(type)
                guard let found, kinds.contains(found.kind), let bytes = try? record.encode(in: writer) else {
                    continue
                }
                let example = ProtobufCounterExample(record: record, bytes: bytes, misreading: found)
                if found.kind != .unnamed, found.kind != .defaultChanged { return example }
                mild = mild ?? example
            }
        }
        return mild
    }

    private static func noType(_ type: ProtobufMessage) -> ProtobufMisreading {
        ProtobufMisreading(
            kind: .noType, path: "", reason: "the reader's schema has no message \(type.fullName.dropFirst())")
    }
}

extension ProtobufSchema {
    /// All messages of a file, the outer ones first, without those of map entries.
    func messages(ofFile file: ProtobufFile) -> [ProtobufMessage] {
        var result: [ProtobufMessage] = []
        var pending = Array(file.messages.reversed())
        while let message = pending.popLast() {
            if message.isMapEntry { continue }
            result.append(message)
            pending += message.messages.reversed()
        }
        return result
    }

    /// The message that has the same name within another package.
    fileprivate func counterpart(of type: ProtobufMessage, in other: ProtobufSchema) -> ProtobufMessage? {
        let prefix = other.file.package.isEmpty ? "" : "." + other.file.package
        let scope = file.package.isEmpty ? "" : "." + file.package
        return message(named: scope + type.fullName.dropFirst(prefix.count))
    }
}
