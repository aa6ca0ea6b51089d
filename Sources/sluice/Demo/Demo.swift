// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry
import Foundation
import Lake
import SluiceRuntime
import SluiceSchemas
import SluiceStreams

/// What the demo does once everything runs: register, send, wait, report.
struct Demo {
    /// Where the parts are reached.
    let arguments: Arguments
    let home: ProjectHome
    let folder: DataFolder
    let file: String
    let order: ClickstreamOrder
    /// Events in a request.
    let batch: Int
    let began: ContinuousClock.Instant
    let console: Console
    let isCancelled: () -> Bool

    func run() throws -> DemoReport {
        try whileUnreachable { try registerSchemas() }
        let route = EventRoute(
            ingest: try arguments.value(Settings.ingest), key: try arguments.value(Settings.key), batch: batch,
            retryFor: Self.patience)
        let replay = ClickstreamReplay(clickstream: try Clickstream(path: file), order: order, route: route)
        let sender = try replay.run(console, isCancelled: isCancelled)
        for refusal in sender.refusals { console.error("  refused: \(refusal.reason)\n    \(refusal.event)") }
        try waitForReaders()
        return try report(sender.counts)
    }

    /// For how long a service that does not answer is asked again: it may just be started anew.
    private static let patience = TimeSpan.minutes(2)

    /// Does it again as long as the registry can't be reached.
    private func whileUnreachable(_ body: () throws -> Void) throws {
        let deadline = ContinuousClock.now.advanced(by: Self.patience.duration)
        while true {
            do {
                return try body()
            } catch let error as RegistryClientError where error.isUnreachable {
                guard ContinuousClock.now < deadline, !isCancelled() else { throw error }
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
    }

    private func registerSchemas() throws {
        let registry = try RegistrySettings(arguments)
        let push = try SchemaPush(SchemaFolder(home.schemas), client: registry.client(), url: registry.url)
        let plan = try push.plan()
        guard plan.isPossible else {
            throw CommandFailure.no("the schemas in \(home.schemas) can't be registered:\n\(plan.text(console))")
        }
        try push.apply(plan) { _, _, _ in }
        let news = plan.toRegister.isEmpty ? "up to date" : "\(plan.toRegister.count) registered"
        console.error("  \(console.styled("✓", .green)) \("schemas".padded(to: 14)) \(news)\n")
    }

    /// Waits until streams and lake have read everything, by their own books.
    private func waitForReaders() throws {
        let kafka = try KafkaSettings.configuration(arguments)
        let streams = StreamsProgress(
            kafka: kafka, redis: try arguments.value(Settings.redis), job: try arguments.value(StreamsCommand.job),
            eventTopics: EventCatalog.all.map { $0.topic }, metrics: ShopMetrics.all.map(\.name))
        console.error("  waiting until streams and lake have read everything")
        // In this order: what a stage has read is what the next one is fed with.
        for step in StreamsProgress.Step.allCases {
            try CatchUp(title: "streams", console: console, isCancelled: isCancelled).wait {
                try streams.backlog(step)
            }
        }
        let lake = LakeProgress(
            kafka: kafka, database: try arguments.value(Settings.database),
            eventTopics: EventCatalog.all.map { $0.topic })
        try CatchUp(title: "lake", console: console, isCancelled: isCancelled).wait { try lake.backlog() }
    }

    private func report(_ counts: EventSender.Counts) throws -> DemoReport {
        let reading = DemoReading(redis: try arguments.value(Settings.redis))
        return DemoReport(
            events: counts,
            fiveMinutes: try reading.activeUsers(ShopMetrics.activeUsersFiveMinutes, limit: 5),
            days: try reading.activeUsers(ShopMetrics.activeUsersDay, limit: 7),
            funnel: try reading.funnel(ShopMetrics.funnel), lake: try lakeTypes(),
            late: try LateEvents.count(KafkaSettings.configuration(arguments)), places: try places(),
            seconds: began.duration(to: .now).seconds)
    }

    private func lakeTypes() throws -> [DemoReport.LakeType] {
        try LakeCatalog(databaseURL: arguments.value(Settings.database)).totals().map {
            DemoReport.LakeType(
                eventType: $0.eventType, files: Int(clamping: $0.files), rows: Int(clamping: $0.rows),
                bytes: Int(clamping: $0.bytes))
        }
    }

    private func places() throws -> [DemoReport.Place] {
        let registry = try arguments.value(Settings.registry)
        let ingest = try arguments.value(Settings.ingest)
        let parts = UpState.running(in: folder.path)?.parts ?? []
        func address(_ name: PartName) -> String? { parts.first { $0.name == name }?.address }
        return [
            ("registry", "\(registry)/subjects"), ("ingest", "\(ingest)/v1/events, key in \(folder.keyFile)"),
            ("streams", address(.streams).map { "\($0)/metrics" }),
            ("lake", try arguments.value(Settings.lake)), ("Kafka", try arguments.value(Settings.kafka)),
            ("Redis", try arguments.value(Settings.redis)), ("logs", folder.logs),
        ].compactMap { name, address in address.map { DemoReport.Place(name: name, address: $0) } }
    }
}
