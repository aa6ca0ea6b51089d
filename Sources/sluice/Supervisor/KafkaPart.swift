// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import Foundation
import SluiceRuntime
import SluiceSchemas

extension Parts {
    /// The one-machine Kafka broker. It keeps the log in memory and saves about once a second, so a kill may lose the last
    /// second: `docs/decisions/one-machine-broker.md`.
    func kafka() throws -> Part {
        let port = configuration.listeningPort(.kafka)
        let number = port?.number ?? 0
        let broker = configuration.home.kafkaBroker
        let home = configuration.home.path
        let folder = configuration.folder
        let admin = try KafkaAdmin(
            KafkaConfiguration(bootstrapServers: "127.0.0.1:\(number)", properties: ["log_level": "0"]))
        return Part(
            .kafka, address: "127.0.0.1:\(number)", port: port,
            prepare: {
                guard broker != nil else {
                    throw CommandFailure.no(
                        "the one-machine Kafka broker is not in \(home)/.deps. Run scripts/bootstrap, or name a cluster by "
                            + "SLUICE_KAFKA and leave kafka out of --parts.")
                }
            },
            launch: {
                var launch = ChildProcess.Launch(
                    broker ?? "noida-db",
                    ["start", "--only", "kafka", "--kafka-port", "\(number)", "--data-dir", folder.kafka])
                launch.signalOnParentsDeath = "TERM"
                return launch
            },
            problem: {
                if PortOwner.isFree(number) { return "nothing listens on port \(number)" }
                do {
                    _ = try admin.cluster(timeoutMs: 2000)
                    return nil
                } catch {
                    return "\(error)"
                }
            },
            // It saves what it has when it is asked to end, and loses that if it is killed instead.
            stopSignal: SIGTERM, stopLimit: 180)
    }

    /// Makes the topics of this build's event types, so that streams and lake have something to read from the start.
    func topics() throws(UsageError) -> Stage.Step {
        let arguments = Arguments(environment: configuration.childEnvironment)
        let topics = Topics(
            kafka: try KafkaSettings.configuration(arguments), settings: try TopicSettings(arguments))
        return Stage.Step(title: "topics") {
            let outcomes = try topics.ensure(EventCatalog.all.map { $0.topic })
            let created = outcomes.values.filter { $0 == .created }.count
            return created == 0 ? "\(outcomes.count) are there" : "\(created) made"
        }
    }
}
