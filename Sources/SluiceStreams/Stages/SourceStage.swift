// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry
import SluiceRuntime

/// The first stage: reads event partitions, and keeps each one's own part of every window and group.
struct SourceStage: Stage {
    let sources: [Source]
    private let plan: JobPlan
    private let schemas: EventSchemas
    private var decoders: [String: TopicDecoder] = [:]
    private var partitions: [SourcePartition]
    private let indexes: [Source: Int]
    private var parts: [PartKey: Part] = [:]
    private var changed: [PartKey] = []
    /// Reused from event to event.
    private var samples: [(metric: Int, sample: Sample)] = []

    private struct TopicDecoder {
        let decoder: any EventDecoder
        let metrics: [Int]
        var readings: [Int32: EventSchemas.Reading] = [:]
    }

    private struct SourcePartition {
        var watermark: Watermark
        var idle: IdleDetector
        var sent: SourceProgress?
        /// The watermark at the last look for windows that it closes.
        var closedAt: Int64?
    }

    private struct PartKey: Hashable {
        let metric: Int
        let source: Int
        let window: Window
        let group: Group
    }

    private struct Part {
        var stored: StoredPart
        var isChanged = false

        /// True if this is the first change since the last commit.
        mutating func add(_ contribution: Contribution) -> Bool {
            stored.partial.add(contribution)
            defer { isChanged = true }
            return !isChanged
        }
    }

    init(plan: JobPlan, sources: [Source], schemas: EventSchemas) {
        self.plan = plan
        self.sources = sources
        self.schemas = schemas
        let state = SourcePartition(
            watermark: Watermark(bound: plan.outOfOrderness), idle: IdleDetector(timeout: plan.idleTimeoutMs))
        partitions = Array(repeating: state, count: sources.count)
        indexes = Dictionary(zip(sources, sources.indices)) { first, _ in first }
        for topic in Set(sources.map(\.topic)) {
            let bindings = plan.metrics.enumerated().flatMap { index, metric in
                metric.bindings.filter { $0.topic == topic }.map { (metric: index, binding: $0) }
            }
            guard let first = bindings.first else { continue }
            decoders[topic] = TopicDecoder(
                decoder: first.binding.makeDecoder(for: bindings), metrics: Set(bindings.map(\.metric)).sorted())
        }
    }

    mutating func restore(_ key: StateKey, _ value: UnsafeRawBufferPointer?) throws(CodecError) {
        // Of a metric or a partition that is no longer this task's, nothing is needed.
        guard case .part(let name, let source, let window, let group) = key,
            let metric = plan.metrics.firstIndex(where: { $0.name == name }), let index = indexes[source]
        else { return }
        let part = try value.map { value throws(CodecError) in Part(stored: try StoredPart(stored: value)) }
        parts[PartKey(metric: metric, source: index, window: window, group: group)] = part
    }

    mutating func resume(_ committed: [KafkaOffset]) {
        for offset in committed {
            guard let index = indexes[offset.partition], let note = OffsetNote(offset.metadata) else { continue }
            partitions[index].watermark = Watermark(bound: plan.outOfOrderness, value: note.watermark)
        }
    }

    mutating func process(
        _ source: Source, _ value: UnsafeRawBufferPointer?, into output: inout StageOutput
    ) throws -> SideOutput? {
        guard let index = indexes[source] else { return nil }
        output.counts.events += 1
        partitions[index].idle.observeRecord()
        samples.removeAll(keepingCapacity: true)
        let times: (timestamp: Int64, receivedAt: Int64)
        switch try decode(source.topic, value) {
        case .success(let decoded): times = decoded
        case .failure(let unread):
            return SideOutput(reason: unread.reason, details: ["sluice-late-detail": unread.detail])
        }
        guard times.timestamp <= times.receivedAt.addingClamped(plan.futureSkew) else {
            let ahead = times.timestamp.subtractingClamped(times.receivedAt)
            return SideOutput(reason: .future, details: ["sluice-late-by-us": String(ahead)])
        }
        let watermark = partitions[index].watermark.value
        partitions[index].watermark.observe(times.timestamp)
        var late = Lateness()
        for (metric, sample) in samples {
            guard let window = plan.metrics[metric].lifecycle.windowing.window(containing: times.timestamp) else {
                return SideOutput(reason: .undecodable, details: ["sluice-late-detail": "timestamp out of range"])
            }
            if let by = plan.metrics[metric].lifecycle.lateness(of: window, at: watermark), by >= 0 {
                late.add(plan.metrics[metric].name, by: by)
                continue
            }
            switch sample {
            case .contribution(let group, let contribution):
                add(contribution, PartKey(metric: metric, source: index, window: window, group: group))
            case .step(let session, let step):
                output.send(
                    .step(session: session, index: step, timestamp: times.timestamp), key: Array(session.utf8),
                    to: JobPlan.stepsTopic(plan.metrics[metric].name), plan.partition(ofSession: session))
            }
        }
        return late.sideOutput(watermark: watermark)
    }

    /// Why a record could not be read as an event of its topic.
    private struct Unread: Error {
        let reason: SideOutput.Reason
        let detail: String
    }

    private typealias Times = (timestamp: Int64, receivedAt: Int64)

    /// Decodes a record, once it is in the schema of the type.
    ///
    /// - Throws: if the registry can't be asked now.
    private mutating func decode(
        _ topic: String, _ value: UnsafeRawBufferPointer?
    ) throws -> Result<Times, Unread> {
        do {
            guard let value else { throw CodecError(path: "event", offset: 0, reason: .truncated(needed: 1)) }
            let (id, payload) = try RegistryFraming.parse(value)
            guard let decoder = decoders[topic]?.decoder else {
                return .failure(Unread(reason: .undecodable, detail: "no metric reads this topic"))
            }
            switch try reading(of: id, topic, decoder) {
            case .unknown: return .failure(Unread(reason: .undecodable, detail: "schema id unknown"))
            case .incompatible(let why):
                return .failure(Unread(reason: .incompatible, detail: "schema \(id): \(why)"))
            case .readable(nil, _): return .success(try decoder.decode(payload, into: &samples))
            case .readable(let converter?, _):
                let converted = try converter.convert(payload)
                return .success(try converted.withUnsafeBytes { try decoder.decode($0, into: &samples) })
            }
        } catch {
            switch error {
            case let error as CodecError:
                return .failure(Unread(reason: .undecodable, detail: error.description))
            case let error as EventConversionError:
                let reason: SideOutput.Reason = error.reason == .malformed ? .undecodable : .incompatible
                return .failure(Unread(reason: reason, detail: error.description))
            default: throw error
            }
        }
    }

    private mutating func reading(
        of id: Int32, _ topic: String, _ decoder: any EventDecoder
    ) throws(StreamsError) -> EventSchemas.Reading {
        if let known = decoders[topic]?.readings[id] { return known }
        let reading: EventSchemas.Reading
        do {
            reading = try schemas.reading(id: id, schema: decoder.schema, fingerprint: decoder.fingerprint)
        } catch {
            throw StreamsError(.dependency, "could not fetch the schema \(id) of \(decoder.subject): \(error)")
        }
        // An id that is not known may be registered later.
        if case .unknown = reading { return reading }
        decoders[topic]?.readings[id] = reading
        return reading
    }

    private mutating func add(_ contribution: Contribution, _ key: PartKey) {
        let empty = plan.metrics[key.metric].kind.empty
        let isFirst = parts[key, default: Part(stored: StoredPart(revision: 0, partial: empty))].add(contribution)
        if isFirst { changed.append(key) }
    }

    mutating func reachedEnd(of source: Source, now: Int64) {
        guard let index = indexes[source] else { return }
        partitions[index].idle.observeEnd(now: now)
    }

    mutating func finish(now: Int64, into output: inout StageOutput) {
        publishParts(into: &output)
        closeWindows(into: &output)
        publishProgress(now: now, into: &output)
    }

    private mutating func publishParts(into output: inout StageOutput) {
        for key in changed {
            guard var part = parts.removeValue(forKey: key) else { continue }
            part.stored.revision += 1
            part.isChanged = false
            parts[key] = part
            let source = sources[key.source]
            let name = plan.metrics[key.metric].name
            let update = PartialUpdate(
                source: source, window: key.window, group: key.group, revision: part.stored.revision,
                partial: part.stored.partial, watermark: partitions[key.source].watermark.value)
            output.send(
                .partial(update), key: Array(key.group.json.utf8), to: JobPlan.partialsTopic(name),
                plan.partition(of: key.group))
            output.store(.part(metric: name, source: source, window: key.window, group: key.group), part.stored)
        }
        changed.removeAll(keepingCapacity: true)
    }

    /// Forgets the parts that can't change any more; the second stage has them.
    private mutating func closeWindows(into output: inout StageOutput) {
        guard partitions.contains(where: { $0.watermark.value != $0.closedAt }) else { return }
        for key in parts.keys {
            let metric = plan.metrics[key.metric]
            guard metric.lifecycle.isClosed(key.window, at: partitions[key.source].watermark.value) else { continue }
            parts[key] = nil
            output.remove(
                .part(metric: metric.name, source: sources[key.source], window: key.window, group: key.group))
        }
        for index in partitions.indices { partitions[index].closedAt = partitions[index].watermark.value }
    }

    /// Tells every partition of every metric's topic how far the sources have come, where that is news.
    private mutating func publishProgress(now: Int64, into output: inout StageOutput) {
        var news: [Int: [SourceProgress]] = [:]
        for (index, source) in sources.enumerated() {
            let progress = SourceProgress(
                source: source, watermark: partitions[index].watermark.value,
                isIdle: partitions[index].idle.isIdle(now: now))
            guard progress != partitions[index].sent else { continue }
            partitions[index].sent = progress
            for metric in decoders[source.topic]?.metrics ?? [] { news[metric, default: []].append(progress) }
        }
        for (metric, progress) in news.sorted(by: { $0.key < $1.key }) {
            let definition = plan.metrics[metric]
            let topic =
                definition.isFunnel ? JobPlan.stepsTopic(definition.name) : JobPlan.partialsTopic(definition.name)
            for partition in 0..<plan.mergePartitions {
                output.send(.progress(progress), key: nil, to: topic, partition)
            }
        }
    }

    func note(for source: Source) -> String {
        OffsetNote(watermark: indexes[source].flatMap { partitions[$0].watermark.value }).text
    }
}

/// For which metrics an event was too late, and by how much.
private struct Lateness {
    private var metrics: [String] = []
    private var most: Int64 = 0

    mutating func add(_ metric: String, by microseconds: Int64) {
        metrics.append(metric)
        most = max(most, microseconds)
    }

    func sideOutput(watermark: Int64?) -> SideOutput? {
        guard !metrics.isEmpty else { return nil }
        return SideOutput(
            reason: .late,
            details: [
                "sluice-late-metrics": metrics.joined(separator: ","), "sluice-late-by-us": String(most),
                "sluice-late-watermark-us": watermark.map { String($0) } ?? "none",
            ])
    }
}
