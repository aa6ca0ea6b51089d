// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// Tells whether a reader has read everything that the log has for it.
///
/// Transactions leave markers in the log that no reader gets, so offsets alone don't tell. This reads on from where the
/// other one is: if the end comes before a record does, the other one has read all.
struct LogEnds {
    let kafka: KafkaConfiguration

    /// What a reader that is at these offsets has not read.
    func backlog(
        _ partitions: [KafkaTopicPartition], offsets: [KafkaTopicPartition: Int64]
    ) throws -> Backlog {
        Backlog(behind: try behind(partitions, offsets: offsets), offsets: offsets)
    }

    /// The partitions among those named that have a record beyond the reader's offset.
    ///
    /// - Parameter offsets: the next offset of each partition that the reader reads; a partition without one it has
    ///   not begun.
    func behind(
        _ partitions: [KafkaTopicPartition], offsets: [KafkaTopicPartition: Int64]
    ) throws -> Set<KafkaTopicPartition> {
        guard !partitions.isEmpty else { return [] }
        let consumer = try KafkaConsumer(kafka, reportsEnds: true)
        try consumer.assign(partitions.map { KafkaOffset($0, offsets[$0].map { .offset($0) } ?? .beginning) })
        var open = Set(partitions)
        var behind: Set<KafkaTopicPartition> = []
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while !open.isEmpty {
            guard ContinuousClock.now < deadline else {
                let name = open.min().map { "\($0)" } ?? ""
                throw CommandFailure.unreachable("Kafka does not tell where the log of \(name) ends.")
            }
            let event = try consumer.poll(timeoutMs: 200) { record in
                let partition = KafkaTopicPartition(record.topic, record.partition)
                open.remove(partition)
                behind.insert(partition)
            }
            switch event {
            case .endOfPartition(let partition, _): open.remove(partition)
            case .failed(let error) where error.kind == .fatal || error.kind == .unknownTopic: throw error
            case .failed, .assigned, .revoked, nil: break
            }
        }
        return behind
    }
}
