// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientTelemetry
import SluiceRuntime

/// Runs a stage: reads its sources, and commits everything that it writes together with the offsets it has read.
///
/// Order of a life: the life before is fenced and what it left open is ended (see `TaskLife`), then the state is restored
/// from the changelog, then reading goes on from the committed offsets.
struct StageTask<S: Stage> {
    let id: TaskID
    let context: JobContext
    let group: KafkaGroupMetadata
    let latePartitions: Int32
    let stop: StopSignal
    let makeStage: () throws -> S

    private let clock = ContinuousClock()
    private let start = ContinuousClock.now
    private let log = Log("streams")

    init(
        id: TaskID, context: JobContext, group: KafkaGroupMetadata, latePartitions: Int32, stop: StopSignal,
        makeStage: @escaping () throws -> S
    ) {
        self.id = id
        self.context = context
        self.group = group
        self.latePartitions = latePartitions
        self.stop = stop
        self.makeStage = makeStage
    }

    private var changelog: Source { Source(context.plan.changelogTopic, id.number) }

    /// Runs until the signal to stop. Throws when it can't go on now, or another process has taken the task over.
    func run() throws {
        var transaction = TransactionMachine()
        while !stop.isSet {
            let producer = try TaskLife(task: id, context: context).begin()
            do {
                return try consume(producer, &transaction)
            } catch let error as KafkaError {
                switch transaction.failed(error.kind) {
                case .drop, .restart: throw error
                case .rollBack(let abort):
                    log.warning("rolling back: \(error)", ["task": id.description])
                    if abort { try producer.abort(timeoutMs: 30_000) }
                    transaction.didRollBack()
                    context.health.rollBacks.add()
                }
            }
        }
    }

    private func consume(_ producer: KafkaTransactionalProducer, _ transaction: inout TransactionMachine) throws {
        let consumer = try KafkaConsumer(context.kafka, group: context.group, reportsEnds: true)
        var stage = try makeStage()
        let committed = try consumer.committed(stage.sources, timeoutMs: 30_000)
        try restore(&stage, from: consumer, producer)
        stage.resume(committed)
        let offsets = Dictionary(committed.map { ($0.partition, $0.position) }) { first, _ in first }
        try consumer.assign(stage.sources.map { KafkaOffset($0, offsets[$0] ?? .beginning) })
        var unread = Set(stage.sources)

        var output = StageOutput(changelog: changelog)
        var positions: [Source: Int64] = [:]
        var commitAt = clock.now.advanced(by: context.commitInterval)
        while !stop.isSet {
            let left = clock.now.duration(to: commitAt).microseconds / 1_000
            let event = try consumer.poll(timeoutMs: Int32(clamping: min(max(left, 0), 200))) { record in
                let source = Source(record.topic, record.partition)
                if let aside = try stage.process(source, record.value, into: &output) {
                    output.counts.add(aside.reason)
                    output.messages.append(message(putting: record, aside: aside))
                }
                positions[source] = record.offset + 1
            }
            switch event {
            case .endOfPartition(let source, _):
                stage.reachedEnd(of: source, now: now)
                // Only now it is known that what the life before failed at was read.
                if unread.remove(source) != nil, unread.isEmpty { context.health.recovered(id.description) }
            case .failed(let error) where error.kind == .fatal || error.kind == .offsetOutOfRange: throw error
            case .failed(let error): log.debug("\(error)", ["task": id.description])
            default: break
            }
            try crashIfAsked(producer, .afterPoll)
            // Written as it comes, so that little is held in memory; seen by readers only with the commit.
            if output.messages.count >= 1_000 { try write(&output.messages, producer, &transaction) }
            if clock.now >= commitAt {
                try commit(&stage, &output, &positions, producer, &transaction)
                commitAt = clock.now.advanced(by: context.commitInterval)
            }
        }
        try commit(&stage, &output, &positions, producer, &transaction)
    }

    private func restore(
        _ stage: inout S, from consumer: KafkaConsumer, _ producer: KafkaTransactionalProducer
    ) throws {
        try consumer.assign([KafkaOffset(changelog, .beginning)])
        while !stop.isSet {
            let event = try consumer.poll(timeoutMs: 200) { record in
                guard let key = record.key else { return }
                do {
                    try stage.restore(StateKey(stored: key), record.value)
                } catch {
                    throw StreamsError(
                        .state,
                        "the changelog \(changelog) can't be read at offset \(record.offset): \(error); it was written "
                            + "by another version: start a job with another id")
                }
            }
            try crashIfAsked(producer, .duringRestore)
            switch event {
            case .endOfPartition(let partition, _) where partition == changelog: return
            case .failed(let error) where error.kind == .fatal || error.kind == .offsetOutOfRange: throw error
            default: break
            }
        }
    }

    private func commit(
        _ stage: inout S, _ output: inout StageOutput, _ positions: inout [Source: Int64],
        _ producer: KafkaTransactionalProducer, _ transaction: inout TransactionMachine
    ) throws {
        stage.finish(now: now, into: &output)
        guard !output.messages.isEmpty || !positions.isEmpty || transaction.isOpen else { return }
        try write(&output.messages, producer, &transaction)
        try crashIfAsked(producer, .afterProduce)
        if !positions.isEmpty {
            let offsets = positions.map { KafkaOffset($0.key, $0.value, metadata: stage.note(for: $0.key)) }
            try producer.sendOffsets(offsets, group: group, timeoutMs: 30_000)
        }
        try crashIfAsked(producer, .afterOffsets)
        transaction.willCommit()
        try producer.commit(timeoutMs: 30_000)
        try crashIfAsked(producer, .afterCommit)
        transaction.didCommit()
        context.health.add(output.counts)
        context.health.commits.add()
        if !positions.isEmpty { context.health.recovered(id.description) }
        output.counts = StageCounts()
        positions.removeAll(keepingCapacity: true)
    }

    private func write(
        _ messages: inout [OutgoingMessage], _ producer: KafkaTransactionalProducer,
        _ transaction: inout TransactionMachine
    ) throws {
        if transaction.write() { try producer.begin() }
        for message in messages {
            try producer.produce(
                topic: message.topic, partition: message.partition, key: message.key, value: message.value,
                headers: message.kafkaHeaders, timestampMs: message.timestampMs)
        }
        messages.removeAll(keepingCapacity: true)
    }

    private func crashIfAsked(_ producer: KafkaTransactionalProducer, _ point: CrashPoint) throws {
        try context.crash?(id, point, producer)
    }

    /// The original bytes and headers, with why they were put aside.
    private func message(putting record: borrowing KafkaRecord, aside: SideOutput) -> OutgoingMessage {
        var headers: [OutgoingMessage.Header] = []
        record.forEachHeader { headers.append(OutgoingMessage.Header(name: $0, value: Array($1))) }
        var details = aside.details
        details["sluice-late-reason"] = aside.reason.rawValue
        details["sluice-late-source"] = "\(record.topic)/\(record.partition)/\(record.offset)"
        for (name, text) in details.sorted(by: { $0.key < $1.key }) {
            headers.append(OutgoingMessage.Header(name: name, value: Array(text.utf8)))
        }
        let key = record.key.map { Array($0) }
        return OutgoingMessage(
            topic: JobPlan.lateTopic, partition: KafkaPartitioner.partition(key ?? [], count: latePartitions), key: key,
            value: record.value.map { Array($0) }, headers: headers, timestampMs: record.timestampMs ?? 0)
    }

    /// Milliseconds since this task object was made.
    private var now: Int64 { start.duration(to: clock.now).microseconds / 1_000 }
}

extension OutgoingMessage {
    /// The headers as Kafka takes them; nil if there are none.
    fileprivate var kafkaHeaders: KafkaHeaders? {
        guard !headers.isEmpty else { return nil }
        var list = KafkaHeaders(capacity: headers.count)
        for header in headers { header.value.withUnsafeBytes { list.add(header.name, $0) } }
        return list
    }
}
