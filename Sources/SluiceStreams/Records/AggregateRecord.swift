// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// A value of the topic `sluice.aggregates.<metric>`; its schema is `schemas/sluice_aggregate.avsc`.
struct AggregateRecord: Sendable, Hashable {
    /// The symbols of the schema's enum, in its order.
    enum Kind: Int, Sendable, CaseIterable {
        case unknown, count, distinct, sum, funnel, progress

        var name: String { String(describing: self) }
    }

    struct Step: Sendable, Hashable {
        let eventType: String
        let sessions: Int64
    }

    var metric: String
    var kind: Kind
    /// Nil for progress.
    var window: Window?
    var group: Group = .all
    var count: Int64?
    var sum: String?
    var steps: [Step] = []
    var isExceeded = false
    var isFinal = false
    var generation: Int32 = 1
    var revision: Int64
    var partition: Int32
    /// Every window that ends at or before this is complete, in microseconds since 1970; nil if none is known to be.
    var completeThrough: Int64?
    var sources: Int32 = 0
}

extension AggregateRecord: AvroFragment {
    init(from reader: inout AvroReader) throws(CodecError) {
        metric = try reader.string(at: "metric")
        kind = Kind(rawValue: try reader.index(below: Kind.allCases.count, at: "kind")) ?? .unknown
        let start = try reader.optionalLong(at: "window_start")
        let end = try reader.optionalLong(at: "window_end")
        if let start, let end { window = Window(start: start, end: end) }
        group = try reader.group(at: "key_values")
        count = try reader.optionalLong(at: "count")
        sum = try reader.isNull(branch: 0, at: "sum") ? nil : try reader.string(at: "sum")
        steps = try reader.array(at: "steps") { reader throws(CodecError) in
            Step(eventType: try reader.string(at: "event_type"), sessions: try reader.long(at: "sessions"))
        }
        isExceeded = try reader.boolean(at: "is_exceeded")
        isFinal = try reader.boolean(at: "is_final")
        generation = try reader.int(at: "generation")
        revision = try reader.long(at: "revision")
        partition = try reader.int(at: "partition")
        completeThrough = try reader.optionalLong(at: "complete_through")
        sources = try reader.int(at: "sources")
    }

    func encode(into writer: inout AvroWriter) {
        writer.string(metric)
        writer.index(kind.rawValue)
        writer.optionalLong(window?.start)
        writer.optionalLong(window?.end)
        writer.group(group)
        writer.optionalLong(count)
        writer.optional(sum, null: 0) { $1.string($0) }
        writer.array(steps) { step, writer in
            writer.string(step.eventType)
            writer.long(step.sessions)
        }
        writer.boolean(isExceeded)
        writer.boolean(isFinal)
        writer.int(generation)
        writer.long(revision)
        writer.int(partition)
        writer.optionalLong(completeThrough)
        writer.int(sources)
    }

    /// The schema as it is registered for every aggregates topic: the text of `schemas/sluice_aggregate.avsc`.
    static let schema = #"""
        {
          "type": "record",
          "name": "Aggregate",
          "namespace": "sluice",
          "doc": "The value of a metric in a window and group, or how far the metric has come. A later revision replaces earlier ones.",
          "fields": [
            {"name": "metric", "type": "string", "doc": "The name of the metric."},
            {
              "name": "kind",
              "type": {
                "type": "enum",
                "name": "AggregateKind",
                "doc": "Which of the fields hold the value.",
                "symbols": ["unknown", "count", "distinct", "sum", "funnel", "progress"],
                "default": "unknown"
              },
              "doc": "What was computed; progress has no window and no value."
            },
            {
              "name": "window_start",
              "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}],
              "doc": "The first instant of the window; null for progress.",
              "default": null
            },
            {
              "name": "window_end",
              "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}],
              "doc": "The first instant after the window; null for progress.",
              "default": null
            },
            {
              "name": "key_values",
              "aliases": ["group"],
              "type": {"type": "array", "items": ["null", "string"]},
              "doc": "The values of the metric's key; empty if it has none."
            },
            {"name": "count", "type": ["null", "long"], "doc": "Of count and distinct.", "default": null},
            {"name": "sum", "type": ["null", "string"], "doc": "Of sum: a decimal number.", "default": null},
            {
              "name": "steps",
              "type": {
                "type": "array",
                "items": {
                  "type": "record",
                  "name": "FunnelStep",
                  "doc": "How many sessions reached a step of a funnel.",
                  "fields": [
                    {"name": "event_type", "type": "string", "doc": "The event of the step."},
                    {"name": "sessions", "type": "long", "doc": "Sessions that reached it in order."}
                  ]
                }
              },
              "doc": "Of funnel: its steps in order.",
              "default": []
            },
            {
              "name": "is_exceeded",
              "type": "boolean",
              "doc": "A bound of the metric was passed: there is no exact value.",
              "default": false
            },
            {"name": "is_final", "type": "boolean", "doc": "False while the window is still open.", "default": false},
            {"name": "generation", "type": "int", "doc": "Of the job that computed it; a backfill has a higher one.", "default": 1},
            {"name": "revision", "type": "long", "doc": "Grows with every change, within a generation."},
            {"name": "partition", "type": "int", "doc": "The partition of the metric's groups that this belongs to."},
            {
              "name": "complete_through",
              "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}],
              "doc": "Windows that end at or before this are complete in this partition; null if none is known to be.",
              "default": null
            },
            {"name": "sources", "type": "int", "doc": "The source partitions that the value was merged from.", "default": 0}
          ]
        }
        """#
}
