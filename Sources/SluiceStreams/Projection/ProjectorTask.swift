// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRedis
import ClientTelemetry
import SluiceRuntime

/// Writes one partition of every metric's aggregates into Redis.
///
/// How far it has come stands in Redis, beside the data: a Redis that lost its data lost that too, and is filled again
/// from the compacted log.
struct ProjectorTask {
    let id: TaskID
    let partition: Int32
    let context: JobContext
    let stop: StopSignal

    private var sources: [Source] {
        context.plan.metrics.map { Source(JobPlan.aggregatesTopic($0.name), partition) }
    }

    private static func field(_ source: Source) -> RedisArgument { .text("\(source.topic)/\(source.partition)") }

    /// Runs until the signal to stop. Throws if Kafka or Redis fails; it may then be run again.
    func run() throws {
        let redis: RedisClient
        do {
            redis = try RedisClient(url: context.redisURL)
        } catch {
            throw StreamsError(.configuration, error.description)
        }
        let consumer = try KafkaConsumer(context.kafka, reportsEnds: true)
        var known = try offsets(redis)
        try consumer.assign(sources.map { KafkaOffset($0, known[$0].map { .offset($0) } ?? .beginning) })
        var unread = Set(sources)
        while !stop.isSet {
            var pipeline = RedisPipeline()
            var positions: [Source: Int64] = [:]
            var count = 0
            let event = try consumer.poll(timeoutMs: 200, maximum: 500) { record in
                let source = Source(record.topic, record.partition)
                positions[source] = record.offset + 1
                guard let value = record.value else { return }
                let aggregate = try Self.aggregate(value, at: source, record.offset)
                pipeline.add(
                    RedisLayout.command(aggregate, lifetimeMs: context.redisRetention.microseconds / 1_000))
                count += 1
            }
            if case .failed(let error) = event, error.kind == .fatal || error.kind == .offsetOutOfRange { throw error }
            if !positions.isEmpty {
                try project(pipeline, positions, redis, &known)
                context.health.projected.add(count)
                context.health.recovered(id.description)
            }
            if case .endOfPartition(let source, _) = event, unread.remove(source) != nil, unread.isEmpty {
                context.health.recovered(id.description)
            }
        }
    }

    private static func aggregate(
        _ value: UnsafeRawBufferPointer, at source: Source, _ offset: Int64
    ) throws -> AggregateRecord {
        do {
            return try AggregateRecord(avro: try RegistryFraming.parse(value).payload)
        } catch {
            throw StreamsError(
                .state,
                "the aggregate at \(source) offset \(offset) can't be read: \(error); only this job may write there")
        }
    }

    private func offsets(_ redis: RedisClient) throws -> [Source: Int64] {
        let reply = try redis.pipeline([
            ["HMGET", .text(RedisLayout.projector(context.plan.job))] + sources.map { Self.field($0) }
        ])
        let values = try reply.first?.checked().array ?? []
        return Dictionary(
            zip(sources, values).compactMap { source, value in value.integer.map { (source, $0) } }
        ) { first, _ in first }
    }

    private func project(
        _ aggregates: RedisPipeline, _ positions: [Source: Int64], _ redis: RedisClient, _ known: inout [Source: Int64]
    ) throws {
        // Data lost since the last time: begin again.
        guard try offsets(redis) == known else {
            throw StreamsError(
                .dependency, "Redis has lost its data, or another projector writes to it; projecting anew")
        }
        for reply in try redis.pipeline(aggregates) { _ = try reply.checked() }
        var command: [RedisArgument] = ["HSET", .text(RedisLayout.projector(context.plan.job))]
        for (source, offset) in positions {
            command += [Self.field(source), .integer(offset)]
            known[source] = offset
        }
        for reply in try redis.pipeline([command]) { _ = try reply.checked() }
    }
}
