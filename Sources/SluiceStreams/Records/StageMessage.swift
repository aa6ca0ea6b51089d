// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// What flows from the first stage to the second, through a partials topic or a steps topic.
enum StageMessage: StoredValue {
    /// The whole part that a source has of a window and group, at this revision.
    case partial(PartialUpdate)
    /// An event of a funnel's step, brought to the partition of its session.
    case step(session: String, index: Int, timestamp: Int64)
    /// How far sources have come; sent to every partition, so that time advances where no data goes.
    case progress([SourceProgress])
}

/// A part of an aggregate with where it comes from.
struct PartialUpdate: StoredValue {
    let source: Source
    let window: Window
    let group: Group
    /// Grows with every change of this source's part; a later one replaces all earlier.
    let revision: Int64
    let partial: Partial
    /// The source's own, at that revision.
    let watermark: Int64?
}

extension PartialUpdate {
    init(from reader: inout AvroReader) throws(CodecError) {
        source = try reader.source(at: "source")
        window = Window(start: try reader.long(at: "start"), end: try reader.long(at: "end"))
        group = try reader.group(at: "group")
        revision = try reader.long(at: "revision")
        partial = try Partial(from: &reader)
        watermark = try reader.optionalLong(at: "watermark")
    }

    func encode(into writer: inout AvroWriter) {
        writer.source(source)
        writer.long(window.start)
        writer.long(window.end)
        writer.group(group)
        writer.long(revision)
        partial.encode(into: &writer)
        writer.optionalLong(watermark)
    }
}

extension StageMessage {
    init(from reader: inout AvroReader) throws(CodecError) {
        switch try reader.tag(below: 3, at: "message") {
        case 0: self = .partial(try PartialUpdate(from: &reader))
        case 1:
            let session = try reader.string(at: "session")
            let index = Int(try reader.int(at: "index"))
            self = .step(session: session, index: index, timestamp: try reader.long(at: "timestamp"))
        default:
            self = .progress(
                try reader.array(at: "progress") { reader throws(CodecError) in try SourceProgress(from: &reader) })
        }
    }

    func encode(into writer: inout AvroWriter) {
        switch self {
        case .partial(let update):
            writer.index(0)
            update.encode(into: &writer)
        case .step(let session, let index, let timestamp):
            writer.index(1)
            writer.string(session)
            writer.int(Int32(clamping: index))
            writer.long(timestamp)
        case .progress(let sources):
            writer.index(2)
            writer.array(sources) { $0.encode(into: &$1) }
        }
    }
}
