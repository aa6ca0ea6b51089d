// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientKafka
internal import SluiceRuntime

/// Looks for events in Kafka's log, to find out whether an interrupted request had published them. Calls block.
protocol LogSearch: Sendable {
    /// Where each event stands, in order; nil for those that are not in the log of their partition.
    func find(_ wanted: [(id: UUID128, reservation: DedupReservation)]) throws -> [Int64?]
}

/// The search by a consumer of its own, from the earliest offset in question to the end of the log.
struct KafkaLogSearch: LogSearch {
    let configuration: KafkaConfiguration
    /// The whole search takes no longer.
    let timeoutMs: Int64
    /// Milliseconds on any clock.
    let now: @Sendable () -> Int64

    func find(_ wanted: [(id: UUID128, reservation: DedupReservation)]) throws -> [Int64?] {
        var starts: [KafkaTopicPartition: Int64] = [:]
        var slots: [[UInt8]: [Int]] = [:]
        for (slot, entry) in wanted.enumerated() {
            let place = KafkaTopicPartition(entry.reservation.topic, entry.reservation.partition)
            starts[place] = min(starts[place] ?? .max, max(0, entry.reservation.logEnd))
            slots[entry.id.bytes, default: []].append(slot)
        }
        let consumer = try KafkaConsumer(configuration, reset: .earliest, reportsEnds: true)
        defer { consumer.close() }
        try consumer.assign(starts.map { KafkaOffset($0.key, $0.value) })

        var found = [Int64?](repeating: nil, count: wanted.count)
        var unread = Set(starts.keys)
        let deadline = now() + timeoutMs
        while !unread.isEmpty {
            guard now() < deadline else { throw LogSearchError.tooSlow(unread.count) }
            let event = try consumer.poll(timeoutMs: 100) { record in
                guard let header = record.header(EventHeaders.eventID), let matches = slots[Array(header)] else {
                    return
                }
                for slot in matches where found[slot] == nil {
                    let place = wanted[slot].reservation
                    if place.topic == record.topic, place.partition == record.partition, place.logEnd <= record.offset {
                        found[slot] = record.offset
                    }
                }
            }
            switch event {
            case .endOfPartition(let partition, _): unread.remove(partition)
            case .failed(let error) where error.kind == .unknownTopic: throw error
            // What else fails the consumer tries again, within our time.
            default: break
            }
        }
        return found
    }
}

struct LogSearchError: Error, CustomStringConvertible {
    let description: String

    static func tooSlow(_ partitions: Int) -> LogSearchError {
        LogSearchError(description: "the ends of \(partitions) partitions were not reached in time")
    }
}
