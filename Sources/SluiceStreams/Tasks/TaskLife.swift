// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// Begins a life of a task: fences the life before, and gives this one a transactional id of its own.
///
/// The ids are `<job>-<task>-<life>`; the number of the current life stands in the task's partition of the tasks topic. A
/// new life registers the id of the one before (which fences it and aborts what it left open), writes the next number in
/// a transaction of that id, and goes on under the next id. Whoever finds another number than the one it wrote has been
/// overtaken in between and gives up.
///
/// One id for all lives would do on Apache Kafka. But the one-machine broker (noida-db 0.2.3) names the aborted
/// transactions of a producer in every later fetch, and not only in those that contain them: committed records that the
/// same producer writes after an abort are then dropped by consumers that read along. Every id here ends with its first
/// abort.
struct TaskLife {
    let task: TaskID
    let context: JobContext

    private static let key = Array("life".utf8)

    private var place: Source { Source(context.plan.tasksTopic, task.number) }

    private func producer(of life: Int64) throws(KafkaError) -> KafkaTransactionalProducer {
        let producer = try KafkaTransactionalProducer(
            context.kafka, transactionalID: "\(context.plan.job)-\(task)-\(life)")
        try producer.initialise(timeoutMs: 60_000)
        return producer
    }

    /// Returns the registered producer of the new life. Throws if another process is faster.
    func begin() throws -> KafkaTransactionalProducer {
        var life = try currentLife()
        while true {
            let before = try producer(of: life)
            // The life before may itself have gone on meanwhile; from here on it can't.
            let found = try currentLife()
            guard found == life else {
                life = found
                continue
            }
            try before.begin()
            try before.produce(
                topic: place.topic, partition: place.partition, key: Self.key, value: Array(String(life + 1).utf8))
            try before.commit(timeoutMs: 30_000)
            break
        }
        let own = try producer(of: life + 1)
        guard try currentLife() == life + 1 else {
            throw StreamsError(.dependency, "another process has just taken over the task \(task)")
        }
        return own
    }

    /// The number of the last life; 0 before the first.
    ///
    /// Read from the beginning by a consumer of its own, because of the broker's flaw told above.
    private func currentLife() throws -> Int64 {
        let consumer = try KafkaConsumer(context.kafka, reportsEnds: true)
        try consumer.assign([KafkaOffset(place, .beginning)])
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(30))
        var life: Int64 = 0
        while clock.now < deadline {
            let event = try consumer.poll(timeoutMs: 1_000) { record in
                guard let value = record.value else { return }
                life = max(life, Int64(String(decoding: value, as: UTF8.self)) ?? 0)
            }
            switch event {
            case .endOfPartition: return life
            case .failed(let error) where error.kind == .fatal || error.kind == .offsetOutOfRange: throw error
            default: break
            }
        }
        throw StreamsError(.dependency, "could not read \(place) within 30 seconds; check that Kafka answers")
    }
}
