// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// A whole metric, ready to be run by a `StreamsService`.
public struct MetricDefinition: Sendable {
    public let name: String
    let kind: AggregateKind
    let lifecycle: WindowLifecycle
    let bindings: [any EventBinding]

    /// The topics that it reads, sorted.
    public var sourceTopics: [String] { Set(bindings.map(\.topic)).sorted() }

    /// A funnel's events are brought together by session before they are aggregated.
    var isFunnel: Bool { if case .funnel = kind { true } else { false } }

    /// What is wrong with the definition, or nil.
    var problem: String? {
        let isName =
            name.utf8.first.map { (0x61...0x7A).contains($0) } == true
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        guard isName else { return "the name '\(name)' is not of the form [a-z][a-z0-9_]*" }
        guard !bindings.isEmpty else { return "the metric '\(name)' has no events to read" }
        if case .funnel(let steps) = kind, Set(steps).count < steps.count {
            return "the funnel '\(name)' has two steps of one event type; each step needs its own"
        }
        return nil
    }
}

/// What an event means to a metric.
enum Sample: Sendable {
    case contribution(Group, Contribution)
    case step(session: String, index: Int)
}

/// A metric's interest in one event type.
protocol EventBinding: Sendable {
    var topic: String { get }
    /// Decodes this binding's event type once for all of `bindings` (each with the number of its metric).
    func makeDecoder(for bindings: [(metric: Int, binding: any EventBinding)]) -> any EventDecoder
}

struct TypedBinding<Event: EventRecord>: EventBinding {
    let sample: @Sendable (Event) -> Sample?

    var topic: String { Event.topic }

    func makeDecoder(for bindings: [(metric: Int, binding: any EventBinding)]) -> any EventDecoder {
        TypedDecoder<Event>(
            samplers: bindings.compactMap { entry in
                (entry.binding as? TypedBinding<Event>).map { (entry.metric, $0.sample) }
            })
    }
}

/// Decodes the events of one type and asks every metric what they mean to it.
protocol EventDecoder: Sendable {
    var subject: String { get }
    /// The schema that the type was generated from.
    var schema: String { get }
    var fingerprint: UInt64 { get }
    /// Appends what the event means to each metric.
    func decode(
        _ payload: UnsafeRawBufferPointer, into samples: inout [(metric: Int, sample: Sample)]
    ) throws(CodecError) -> (timestamp: Int64, receivedAt: Int64)
}

struct TypedDecoder<Event: EventRecord>: EventDecoder {
    let samplers: [(metric: Int, sample: @Sendable (Event) -> Sample?)]

    var subject: String { Event.subject }
    var schema: String { Event.avroSchema }
    var fingerprint: UInt64 { Event.avroFingerprint }

    func decode(
        _ payload: UnsafeRawBufferPointer, into samples: inout [(metric: Int, sample: Sample)]
    ) throws(CodecError) -> (timestamp: Int64, receivedAt: Int64) {
        let event = try Event(avro: payload)
        for sampler in samplers {
            if let sample = sampler.sample(event) { samples.append((sampler.metric, sample)) }
        }
        return (event.timestamp.microseconds, event.receivedAt.microseconds)
    }
}
