// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import TestKit
import Testing

@Suite("The Kafka admin looks after topics")
struct KafkaAdminTests {
    @Test("topics are created once, listed with their partitions, and deleted")
    func topics() throws {
        let admin = try KafkaAdmin(
            KafkaConfiguration(bootstrapServers: try KafkaBroker.shared().bootstrapServers))
        let name = KafkaBroker.uniqueName("events.made")
        let wanted = KafkaTopicSpecification(
            name, partitions: 4, settings: ["retention.ms": "604800000", "cleanup.policy": "compact"])
        #expect(try admin.partitions(of: name, timeoutMs: 10_000) == nil)
        #expect(try admin.ensure([wanted], timeoutMs: 10_000) == [name: .created])
        #expect(try admin.ensure([wanted], timeoutMs: 10_000) == [name: .existed(partitions: 4)])
        #expect(try admin.topics(timeoutMs: 10_000)[name] == 4)
        #expect(try admin.partitions(of: name, timeoutMs: 10_000) == 4)
        let last = KafkaTopicPartition(name, 3)
        #expect(try admin.logEnds(of: [last], timeoutMs: 10_000) == [KafkaOffset(last, 0)])
        try admin.delete([name, "never-there"], timeoutMs: 10_000)
        #expect(try admin.topics(timeoutMs: 10_000)[name] == nil)
    }

    @Test("the cluster tells its brokers")
    func cluster() throws {
        let broker = try KafkaBroker.shared()
        let cluster = try KafkaAdmin(KafkaConfiguration(bootstrapServers: broker.bootstrapServers))
            .cluster(timeoutMs: 10_000)
        #expect(cluster.brokers.map(\.port) == [broker.port])
        #expect(cluster.clientVersion.hasPrefix("2."))
    }

    @Test("a cluster that is not there is an error that says where to look")
    func unreachable() throws {
        let admin = try KafkaAdmin(KafkaConfiguration(bootstrapServers: "127.0.0.1:1"))
        let error = #expect(throws: KafkaError.self) { try admin.cluster(timeoutMs: 500) }
        #expect(error?.kind == .unreachable || error?.kind == .timedOut)
    }
}
