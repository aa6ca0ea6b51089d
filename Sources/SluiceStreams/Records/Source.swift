// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import SluiceRuntime

/// A partition whose records a stage has aggregated: of an event topic, or of a topic that brings sessions together.
typealias Source = KafkaTopicPartition

extension AvroWriter {
    mutating func source(_ source: Source) {
        string(source.topic)
        int(source.partition)
    }
}

extension AvroReader {
    mutating func source(at field: StaticString) throws(CodecError) -> Source {
        Source(try string(at: field), try int(at: field))
    }
}

/// How far a source has come.
struct SourceProgress: StoredValue {
    let source: Source
    /// Microseconds since 1970; nil before its first record.
    let watermark: Int64?
    /// An idle source holds no window open.
    let isIdle: Bool
}

extension SourceProgress {
    init(from reader: inout AvroReader) throws(CodecError) {
        source = try reader.source(at: "source")
        watermark = try reader.optionalLong(at: "watermark")
        isIdle = try reader.boolean(at: "is_idle")
    }

    func encode(into writer: inout AvroWriter) {
        writer.source(source)
        writer.optionalLong(watermark)
        writer.boolean(isIdle)
    }
}
