// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// Makes the topics that the pipeline needs.
struct Topics: Sendable {
    let kafka: KafkaConfiguration
    let settings: TopicSettings

    /// Topics beside those of events: what was refused, and what came too late.
    static let own = ["sluice.failed", "sluice.late"]

    /// Makes the topics named, and Sluice's own, where they are missing.
    func ensure(_ names: [String]) throws -> [String: KafkaTopicOutcome] {
        let all = Set(names).union(Self.own).sorted()
        return try KafkaAdmin(kafka).ensure(all.map { settings.specification($0) }, timeoutMs: 30_000)
    }
}
