// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientTelemetry
import SluiceRuntime

/// The second stage for one partition of the groups: all metrics, and the sessions of funnels.
struct MergeStage: Stage {
    let sources: [Source]
    private let plan: JobPlan
    private let partition: Int32
    private let schemaIDs: [String: Int32]
    private var merges: [MetricMerge] = []
    private var sessions: [String: SessionMerge] = [:]
    private let handlers: [String: Handler]

    private enum Handler: Sendable {
        case partials(Int)
        case steps(String)
    }

    /// - Parameters:
    ///   - partition: of the partials, steps and aggregates topics.
    ///   - eventPartitions: the partitions of each event topic: time is held back until all have been heard of.
    ///   - schemaIDs: of the aggregates, by metric.
    init(plan: JobPlan, partition: Int32, eventPartitions: [String: Int32], schemaIDs: [String: Int32]) {
        self.plan = plan
        self.partition = partition
        self.schemaIDs = schemaIDs
        var sources: [Source] = []
        var handlers: [String: Handler] = [:]
        for (index, metric) in plan.metrics.enumerated() {
            let events = metric.sourceTopics.flatMap { topic in
                (0..<(eventPartitions[topic] ?? 0)).map { Source(topic, $0) }
            }
            let partials = JobPlan.partialsTopic(metric.name)
            sources.append(Source(partials, partition))
            handlers[partials] = .partials(index)
            var parts = events
            if case .funnel(let steps) = metric.kind {
                let topic = JobPlan.stepsTopic(metric.name)
                sources.append(Source(topic, partition))
                handlers[topic] = .steps(metric.name)
                sessions[metric.name] = SessionMerge(
                    metric: metric, stepNames: steps, source: Source(topic, partition),
                    retention: plan.stateRetention, sources: events)
                parts = (0..<plan.mergePartitions).map { Source(topic, $0) }
            }
            merges.append(MetricMerge(metric: metric, retention: plan.stateRetention, sources: parts))
        }
        self.sources = sources
        self.handlers = handlers
    }

    mutating func restore(_ key: StateKey, _ value: UnsafeRawBufferPointer?) throws(CodecError) {
        switch key {
        case .part(let metric, let source, let window, let group):
            guard let index = index(of: metric) else { return }
            let part = try value.map { value throws(CodecError) in try StoredPart(stored: value) }
            merges[index].restorePart(source, WindowGroup(window: window, group: group), part)
        case .clock(let metric, let ofSteps):
            guard let value, let index = index(of: metric) else { return }
            let clock = try StoredClock(stored: value)
            if ofSteps { sessions[metric]?.restoreClock(clock) } else { merges[index].restoreClock(clock) }
        case .session(let metric, let id):
            let session = try value.map { value throws(CodecError) in try FunnelSession(stored: value) }
            sessions[metric]?.restoreSession(id, session)
        case .sessionPart(let metric, let window, let group):
            let part = try value.map { value throws(CodecError) in try StoredPart(stored: value) }
            sessions[metric]?.restoreSum(WindowGroup(window: window, group: group), part)
        }
    }

    private func index(of metric: String) -> Int? { plan.metrics.firstIndex { $0.name == metric } }

    mutating func resume(_ committed: [KafkaOffset]) {
        for index in merges.indices { merges[index].finishRestore() }
    }

    mutating func process(
        _ source: Source, _ value: UnsafeRawBufferPointer?, into output: inout StageOutput
    ) throws -> SideOutput? {
        guard let value, let handler = handlers[source.topic] else { return nil }
        let message: StageMessage
        do {
            message = try StageMessage(stored: value)
        } catch {
            throw StreamsError(
                .state,
                "a message of \(source) can't be read: \(error); it was written by another version of this job: "
                    + "run one version only, or start a job with another id")
        }
        var isTaken = true
        switch (handler, message) {
        case (.partials(let index), .partial(let update)): isTaken = merges[index].apply(update)
        case (.partials(let index), .progress(let progress)): merges[index].observe(progress)
        case (.steps(let metric), .step(let session, let step, let timestamp)):
            isTaken = sessions[metric]?.add(session: session, step: step, at: timestamp) ?? true
        case (.steps(let metric), .progress(let progress)): sessions[metric]?.observe(progress)
        default: break
        }
        return isTaken ? nil : SideOutput(reason: .expired)
    }

    mutating func reachedEnd(of source: Source, now: Int64) {}

    mutating func finish(now: Int64, into output: inout StageOutput) {
        for metric in sessions.keys.sorted() { sessions[metric]?.finish(plan: plan, into: &output) }
        for index in merges.indices {
            let name = merges[index].metric.name
            for record in merges[index].finish(partition: partition, into: &output) {
                output.counts.aggregates += record.kind == .progress ? 0 : 1
                output.messages.append(
                    OutgoingMessage(
                        topic: JobPlan.aggregatesTopic(name), partition: partition, key: record.key,
                        value: RegistryFraming.frame(schemaID: schemaIDs[name] ?? 0, record.avroBytes())))
            }
        }
    }

    func note(for source: Source) -> String { "" }
}

extension AggregateRecord {
    /// What the log is compacted by: `2024-03-13T10:20:00Z ["email"]`, or `progress 3`.
    var key: [UInt8] {
        guard let window else { return Array("progress \(partition)".utf8) }
        return Array("\(Timestamp(microseconds: window.start).rfc3339) \(group.json)".utf8)
    }
}
