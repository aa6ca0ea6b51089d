// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry
import Formats
import Foundation

/// `sluice events tail`: events as they come, decoded, one JSON object a line.
struct EventsTailCommand: Command {
    static let type = Option<String>("type", "EVENT_TYPE", help: "An event type; several times for several.")
    static let topic = Option<String>("topic", "TOPIC", help: "A topic by its whole name, such as sluice.failed.")
    static let fromBeginning = Flag("from-beginning", help: "Begin with the oldest event that is kept.")
    static let untilEnd = Flag("until-end", help: "End when everything that is there now has been shown.")
    static let limit = Option<PositiveCount>("limit", "N", help: "End after so many events.")
    static let withPosition = Flag("with-position", help: "Show topic, partition, offset and schema id around each.")

    static let definition = CommandDefinition(
        "events tail", summary: "Print events as they come, decoded, one JSON object a line",
        discussion: "Without --type and --topic: all event types. What can't be decoded is told on standard error.",
        options: [type, topic, fromBeginning, untilEnd, limit, withPosition, Settings.kafka] + RegistrySettings.options,
        examples: [
            .init("sluice events tail --type purchase", "Purchases from now on."),
            .init("sluice events tail --from-beginning --limit 10", "Ten of those that are kept."),
            .init("sluice events tail --topic sluice.failed --from-beginning --until-end", "All that was refused."),
        ])

    let topics: [String]
    let fromBeginning: Bool
    let untilEnd: Bool
    let limit: Int?
    let withPosition: Bool
    let kafka: KafkaConfiguration
    let registry: RegistrySettings

    init(_ arguments: Arguments) throws(UsageError) {
        topics = try arguments.all(Self.topic) + arguments.all(Self.type).map { "events.\($0)" }
        fromBeginning = arguments[Self.fromBeginning]
        untilEnd = arguments[Self.untilEnd]
        limit = try arguments.optional(Self.limit)?.value
        withPosition = arguments[Self.withPosition]
        // What keeps it from reading is told once, as a sentence: no log of the client's attempts stands before it.
        kafka = try KafkaSettings.configuration(arguments).with(["log_level": "0"])
        registry = try RegistrySettings(arguments)
    }

    func run(_ console: Console) throws -> ExitCode {
        let partitions = try partitions()
        let consumer = try KafkaConsumer(kafka, reportsEnds: true)
        try consumer.assign(partitions.map { KafkaOffset($0, fromBeginning ? .beginning : .end) })
        let decoder = EventDecoder(registry: registry.client())
        var atEnd: Set<KafkaTopicPartition> = []
        var shown = 0
        while shown < limit ?? .max, !console.out.isClosed, !(untilEnd && atEnd.count == partitions.count) {
            let room = min(1000, (limit ?? .max) - shown)
            let event = try consumer.poll(timeoutMs: 1000, maximum: room) { record in
                shown += 1
                try show(record, decoder, console)
            }
            switch event {
            case .endOfPartition(let partition, _): atEnd.insert(partition)
            case .failed(let error) where error.kind == .fatal || error.kind == .unknownTopic: throw error
            case .failed, .assigned, .revoked, nil: break
            }
        }
        return .done
    }

    /// All partitions of the topics asked for.
    private func partitions() throws -> [KafkaTopicPartition] {
        let known = try KafkaAdmin(kafka).topics(timeoutMs: 10_000)
        let wanted = topics.isEmpty ? known.keys.filter { $0.hasPrefix("events.") }.sorted() : topics
        guard !wanted.isEmpty else {
            throw CommandFailure.no("there is no topic of events yet. Register schemas: sluice schema push")
        }
        return try wanted.flatMap { topic in
            guard let count = known[topic] else {
                throw CommandFailure.no(
                    "there is no topic '\(topic)'." + NearestName.hint(topic, in: known.keys.sorted()))
            }
            return (0..<count).map { KafkaTopicPartition(topic, $0) }
        }
    }

    private func show(_ record: borrowing KafkaRecord, _ decoder: EventDecoder, _ console: Console) throws {
        guard let value = record.value else { return }
        do {
            let (schemaID, json) = try decoder.decode(value)
            guard withPosition else {
                console.print(json.text())
                return
            }
            let line: JSONValue = [
                "topic": .string(record.topic), "partition": .number("\(record.partition)"),
                "offset": .number("\(record.offset)"), "schema_id": .number("\(schemaID)"), "event": json,
            ]
            console.print(line.text())
        } catch let error as EventDecoderError {
            console.error("\(record.topic)[\(record.partition)] offset \(record.offset): \(error)")
        }
    }
}
