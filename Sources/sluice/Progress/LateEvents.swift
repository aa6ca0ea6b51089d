// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// The events that came too late for a window.
enum LateEvents {
    /// How many different events are in `sluice.late`, however many metrics they came too late for.
    static func count(_ kafka: KafkaConfiguration) throws -> Int {
        let topic = "sluice.late"
        let partitions = try KafkaAdmin(kafka).partitions(of: topic, timeoutMs: 10_000) ?? 0
        guard partitions > 0 else { return 0 }
        let consumer = try KafkaConsumer(kafka, reportsEnds: true)
        let all = (0..<partitions).map { KafkaTopicPartition(topic, $0) }
        try consumer.assign(all.map { KafkaOffset($0, .beginning) })
        var places: Set<String> = []
        var open = Set(all)
        let deadline = ContinuousClock.now.advanced(by: .seconds(60))
        while !open.isEmpty {
            guard ContinuousClock.now < deadline else {
                throw CommandFailure.unreachable("the topic \(topic) can't be read to its end.")
            }
            let event = try consumer.poll(timeoutMs: 200) { record in
                let reason = record.header("sluice-late-reason").map { String(decoding: $0, as: UTF8.self) }
                guard reason == "late" else { return }
                let place = record.header("sluice-late-source").map { String(decoding: $0, as: UTF8.self) }
                places.insert(place ?? "\(record.partition)/\(record.offset)")
            }
            switch event {
            case .endOfPartition(let partition, _): open.remove(partition)
            case .failed(let error) where error.kind == .fatal || error.kind == .unknownTopic: throw error
            case .failed, .assigned, .revoked, nil: break
            }
        }
        return places.count
    }
}
