// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// The key of an entry in a task's changelog.
enum StateKey: StoredValue {
    /// A source's part of a window and group: `StoredPart`.
    case part(metric: String, source: Source, window: Window, group: Group)
    /// How far the sources of a metric's partials (or of its steps) have come: `StoredClock`.
    case clock(metric: String, ofSteps: Bool)
    /// One session of a funnel: `FunnelSession`.
    case session(metric: String, id: String)
    /// What the sessions of this task add up to in a window: `StoredPart`.
    case sessionPart(metric: String, window: Window, group: Group)
}

extension StateKey {
    init(from reader: inout AvroReader) throws(CodecError) {
        let tag = try reader.tag(below: 4, at: "state")
        let metric = try reader.string(at: "metric")
        switch tag {
        case 0:
            let source = try reader.source(at: "source")
            let window = Window(start: try reader.long(at: "start"), end: try reader.long(at: "end"))
            self = .part(metric: metric, source: source, window: window, group: try reader.group(at: "group"))
        case 1: self = .clock(metric: metric, ofSteps: try reader.boolean(at: "of_steps"))
        case 2: self = .session(metric: metric, id: try reader.string(at: "session"))
        default:
            let window = Window(start: try reader.long(at: "start"), end: try reader.long(at: "end"))
            self = .sessionPart(metric: metric, window: window, group: try reader.group(at: "group"))
        }
    }

    func encode(into writer: inout AvroWriter) {
        switch self {
        case .part(let metric, let source, let window, let group):
            writer.index(0)
            writer.string(metric)
            writer.source(source)
            writer.long(window.start)
            writer.long(window.end)
            writer.group(group)
        case .clock(let metric, let ofSteps):
            writer.index(1)
            writer.string(metric)
            writer.boolean(ofSteps)
        case .session(let metric, let id):
            writer.index(2)
            writer.string(metric)
            writer.string(id)
        case .sessionPart(let metric, let window, let group):
            writer.index(3)
            writer.string(metric)
            writer.long(window.start)
            writer.long(window.end)
            writer.group(group)
        }
    }
}

/// A part of an aggregate with its revision.
struct StoredPart: StoredValue {
    var revision: Int64
    var partial: Partial
}

extension StoredPart {
    init(from reader: inout AvroReader) throws(CodecError) {
        revision = try reader.long(at: "revision")
        partial = try Partial(from: &reader)
    }

    func encode(into writer: inout AvroWriter) {
        writer.long(revision)
        partial.encode(into: &writer)
    }
}

/// What a `SourceClock` knows.
struct StoredClock: StoredValue {
    var completeThrough: Int64?
    var sources: [SourceProgress]
}

extension StoredClock {
    init(from reader: inout AvroReader) throws(CodecError) {
        completeThrough = try reader.optionalLong(at: "complete_through")
        sources = try reader.array(at: "sources") { reader throws(CodecError) in try SourceProgress(from: &reader) }
    }

    func encode(into writer: inout AvroWriter) {
        writer.optionalLong(completeThrough)
        writer.array(sources) { $0.encode(into: &$1) }
    }
}

extension FunnelSession: StoredValue {
    init(from reader: inout AvroReader) throws(CodecError) {
        self.init(
            timestamps: try reader.array(at: "steps") { reader throws(CodecError) in
                try reader.array { reader throws(CodecError) in try reader.long() }
            })
    }

    func encode(into writer: inout AvroWriter) {
        writer.array(timestamps) { step, writer in writer.array(step) { $1.long($0) } }
    }
}
