// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry

/// `sluice topics ensure`: makes the topics of every registered event type.
struct TopicsEnsureCommand: Command {
    static let definition = CommandDefinition(
        "topics ensure", summary: "Make the Kafka topics that are missing",
        discussion: """
            One topic for each event type that the registry knows, and Sluice's own for failed and late events. A topic that \
            exists is left as it is.
            """,
        options: RegistrySettings.options + TopicSettings.options + [Settings.json],
        examples: [
            .init("sluice topics ensure", "32 partitions, three copies, seven days."),
            .init("sluice topics ensure --partitions 64", "New ones with more partitions."),
        ])

    let registry: RegistrySettings
    let kafka: KafkaConfiguration
    let settings: TopicSettings
    let asJSON: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        registry = try RegistrySettings(arguments)
        kafka = try KafkaSettings.configuration(arguments)
        settings = try TopicSettings(arguments)
        asJSON = arguments[Settings.json]
    }

    func run(_ console: Console) throws -> ExitCode {
        let subjects = try registry.client().subjects()
        let topics = subjects.filter { $0.hasPrefix("events.") && $0.hasSuffix("-value") }
            .map { String($0.dropLast("-value".count)) }
        let outcomes = try Topics(kafka: kafka, settings: settings).ensure(topics)
        if asJSON {
            try console.printJSON(outcomes.mapValues { $0 == .created ? "created" : "existed" })
            return .done
        }
        for (name, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
            switch outcome {
            case .created:
                console.print(console.styled("+", .green) + " \(name)  made, \(settings.partitions) partitions")
            case .existed(let partitions): console.print("= \(name)  \(partitions) partitions")
            }
        }
        return .done
    }
}
