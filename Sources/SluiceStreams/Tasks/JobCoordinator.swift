// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientTelemetry

/// Takes part in the job's group, and runs the tasks that the group gives to this process, each on a thread of its own.
///
/// The group reads the tasks topic only; its partitions stand for the tasks. When the group changes, every task commits
/// or aborts and ends before this process agrees; the next generation begins with what was committed.
struct JobCoordinator: Sendable {
    let context: JobContext
    let replicationFactor: Int32
    let register: @Sendable (_ subject: String, _ schema: String) throws -> Int32
    let stop: StopSignal

    private var log: Log { Log("streams") }

    /// Runs until the signal to stop.
    func run() {
        while !stop.isSet {
            do {
                let preparation = try JobPreparation(
                    context, replicationFactor: replicationFactor, register: register)
                try coordinate(preparation)
            } catch {
                context.health.wait(for: "\(error)")
                log.warning("\(error)", ["job": context.plan.job])
                if stop.wait(.seconds(1)) { return }
            }
        }
    }

    private func coordinate(_ preparation: JobPreparation) throws {
        // Short, so that the tasks of a process that was killed are soon taken over.
        var configuration = context.kafka.with([
            "session.timeout.ms": "6000", "heartbeat.interval.ms": "1000",
            "partition.assignment.strategy": "roundrobin",
        ])
        if let instance = context.instance {
            configuration = configuration.with(["group.instance.id": "\(context.group)-\(instance)"])
        }
        let consumer = try KafkaConsumer(configuration, group: context.group)
        try consumer.subscribe([context.plan.tasksTopic])
        context.health.wait(for: waitingForGroup)
        var running: [RunningTask] = []
        defer {
            Self.end(running)
            consumer.close()
        }
        do {
            while !stop.isSet { try takePart(consumer, &running, preparation) }
        } catch {
            // Ending the tasks and leaving the group take their time.
            context.health.wait(for: "\(error)")
            throw error
        }
    }

    private var waitingForGroup: String { "waiting for the group '\(context.group)' to share out the tasks" }

    /// Does what the group asks for next.
    private func takePart(
        _ consumer: KafkaConsumer, _ running: inout [RunningTask], _ preparation: JobPreparation
    ) throws {
        switch try consumer.poll(timeoutMs: 200, { _ in }) {
        case .assigned(let partitions):
            try consumer.assign(partitions.map { KafkaOffset($0, .end) })
            let group = try consumer.groupMetadata()
            for partition in partitions {
                if let task = try begin(partition.partition, group, preparation) { running.append(task) }
            }
            context.health.wait(for: nil)
            log.info(
                "running tasks",
                ["job": context.plan.job, "tasks": running.map(\.id.description).joined(separator: " ")])
        case .revoked(_, let isLost):
            log.info("giving up tasks", ["job": context.plan.job, "lost": "\(isLost)"])
            Self.end(running)
            running = []
            try consumer.unassign()
            context.health.wait(for: waitingForGroup)
        case .failed(let error) where error.kind == .fatal: throw error
        case .failed(let error): log.debug("\(error)")
        default: break
        }
    }

    private struct RunningTask {
        let id: TaskID
        let stop: StopSignal
        let thread: WorkerThread
    }

    /// Ends all at once and waits for each.
    private static func end(_ tasks: [RunningTask]) {
        for task in tasks { task.stop.set() }
        for task in tasks { task.thread.join() }
    }

    private func begin(
        _ number: Int32, _ group: KafkaGroupMetadata, _ preparation: JobPreparation
    ) throws -> RunningTask? {
        let id = TaskID(
            number: number, sourceTasks: context.sourceTasks, mergePartitions: context.plan.mergePartitions)
        guard let id else { return nil }
        let stop = StopSignal()
        let body = body(of: id, group, preparation, stop)
        let context = context
        let thread = try WorkerThread(name: id.description) { Self.keepRunning(id, context, stop, body) }
        return RunningTask(id: id, stop: stop, thread: thread)
    }

    private func body(
        of id: TaskID, _ group: KafkaGroupMetadata, _ preparation: JobPreparation, _ stop: StopSignal
    ) -> @Sendable () throws -> Void {
        let context = context
        let latePartitions = preparation.latePartitions
        switch id.kind {
        case .source(let index):
            let sources = preparation.eventPartitions.sorted { $0.key < $1.key }.flatMap { topic, count in
                (0..<count).filter { $0 % context.sourceTasks == index }.map { Source(topic, $0) }
            }
            return {
                try StageTask(id: id, context: context, group: group, latePartitions: latePartitions, stop: stop) {
                    SourceStage(plan: context.plan, sources: sources, schemas: context.schemas)
                }.run()
            }
        case .merge(let partition):
            let eventPartitions = preparation.eventPartitions
            let schemaIDs = preparation.schemaIDs
            return {
                try StageTask(id: id, context: context, group: group, latePartitions: latePartitions, stop: stop) {
                    MergeStage(
                        plan: context.plan, partition: partition, eventPartitions: eventPartitions,
                        schemaIDs: schemaIDs)
                }.run()
            }
        case .project(let partition):
            return { try ProjectorTask(id: id, partition: partition, context: context, stop: stop).run() }
        }
    }

    private static let shortestPause = Duration.milliseconds(200)

    /// A task that fails is started again, a little later each time unless it ran well for a minute, until it is told to
    /// stop.
    private static func keepRunning(
        _ id: TaskID, _ context: JobContext, _ stop: StopSignal, _ body: () throws -> Void
    ) {
        context.health.started(id.description)
        defer { context.health.ended(id.description) }
        var pause = shortestPause
        while !stop.isSet {
            let began = ContinuousClock.now
            do {
                return try body()
            } catch is SimulatedCrash {
                return
            } catch {
                Log("streams").error("\(error)", ["task": id.description])
                context.health.failed(id.description, "\(error)")
                context.health.restarts.add()
                if began.duration(to: .now) > .seconds(60) { pause = shortestPause }
                if stop.wait(pause) { return }
                pause = min(pause * 2, .seconds(10))
            }
        }
    }
}
