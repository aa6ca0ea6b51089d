// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientParquet
import SluiceRuntime

/// A file that is being written: rows gathered in columns, and row groups written already.
final class EventFile {
    let kind: EventKind
    let date: CalendarDate
    /// What its events were written with.
    let schema: WriterSchema
    private(set) var rows: Int64 = 0
    /// Encoded events in the columns, in bytes: about what the columns take.
    private(set) var bufferedBytes = 0
    /// Grows with every append, so that the file that was used longest ago is known.
    var lastUse: UInt64 = 0

    private let id = UUID128.random()
    private let name: String
    private let path: String
    private let columns: any ColumnAppender
    private var writer: ParquetWriter?
    private var timestamps: ClosedRange<Timestamp>
    private var sources: [Int32: (offsets: ClosedRange<Int64>, rows: Int64)] = [:]

    /// - Parameters:
    ///   - first: where its first row comes from.
    init(
        _ kind: EventKind, date: CalendarDate, schema: WriterSchema, first: KafkaTopicPartition, offset: Int64,
        timestamp: Timestamp, in folder: WriterFolder
    ) {
        self.kind = kind
        self.date = date
        self.schema = schema
        name = "\(first.topic)-\(first.partition)-\(offset)-\(id).parquet"
        path = folder.path(of: name)
        columns = kind.makeColumns()
        timestamps = timestamp...timestamp
    }

    /// Appends an event's encoding as a row. After an error the file is as it was.
    func append(
        _ payload: UnsafeRawBufferPointer, _ timestamp: Timestamp, partition: Int32, offset: Int64
    ) throws(CodecError) {
        var reader = AvroReader(payload)
        try columns.append(from: &reader)
        rows += 1
        bufferedBytes += payload.count
        if timestamp < timestamps.lowerBound {
            timestamps = timestamp...timestamps.upperBound
        } else if timestamp > timestamps.upperBound {
            timestamps = timestamps.lowerBound...timestamp
        }
        if let source = sources[partition] {
            sources[partition] = (source.offsets.lowerBound...max(offset, source.offsets.upperBound), source.rows + 1)
        } else {
            sources[partition] = (offset...offset, 1)
        }
    }

    /// Row groups in the file, in bytes.
    var bytesWritten: Int64 { writer?.bytesWritten ?? 0 }

    /// Writes the rows that are gathered as a row group.
    func writeRowGroup() throws(ParquetError) {
        guard columns.rows > 0 else { return }
        let writer = try openWriter()
        let result = columns.withColumns { columns in
            Result { () throws(ParquetError) in try writer.writeRowGroup(columns) }
        }
        try result.get()
        columns.removeAll()
        bufferedBytes = 0
    }

    private func openWriter() throws(ParquetError) -> ParquetWriter {
        if let writer { return writer }
        var options = ParquetWriter.Options()
        options.bloomFilterColumns = ["event_id", "user_id"]
        options.expectedDistinctValues = columns.rows
        let writer = try ParquetWriter(path: path, fields: kind.fields, options: options)
        self.writer = writer
        return writer
    }

    /// Writes what is left and the footer.
    ///
    /// - Returns: what the manifest is to say of the file.
    func finish(version: String) throws(ParquetError) -> LakeFile {
        try writeRowGroup()
        let sources = sources.sorted { $0.key < $1.key }.map { partition, part in
            LakeFile.Source(
                partition: KafkaTopicPartition(kind.topic, partition), offsets: part.offsets, rows: part.rows)
        }
        let bytes = try openWriter().close(metadata: [
            ("sluice.version", version), ("sluice.event_type", kind.eventType),
            ("sluice.schema_id", String(schema.id)), ("sluice.fingerprint", schema.fingerprint.hexadecimal),
            ("sluice.columns_fingerprint", kind.fingerprint.hexadecimal),
            ("sluice.sources", Self.json(sources)),
        ])
        writer = nil
        return LakeFile(
            id: id, eventType: kind.eventType, date: date.description, name: name, rows: rows, bytes: bytes,
            timestamps: timestamps, schemaID: schema.id, fingerprint: schema.fingerprint, sources: sources)
    }

    /// `[{"partition":0,"first":10,"last":19,"rows":7}]`: the footer's account of where the rows come from.
    private static func json(_ sources: [LakeFile.Source]) -> String {
        let parts = sources.map { source in
            "{\"partition\":\(source.partition.partition),\"first\":\(source.offsets.lowerBound),"
                + "\"last\":\(source.offsets.upperBound),\"rows\":\(source.rows)}"
        }
        return "[\(parts.joined(separator: ","))]"
    }
}
