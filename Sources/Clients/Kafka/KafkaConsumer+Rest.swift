// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CRdKafka

extension KafkaConfiguration {
    /// A property of ours: for how many milliseconds a consumer that has read everything leaves the broker alone before it
    /// looks again. Zero, the default, never.
    ///
    /// A Kafka broker keeps a fetch until there is something to answer (`fetch.wait.max.ms`). The broker for one machine
    /// answers at once that there is nothing, and an idle consumer would ask hundreds of times a second.
    public static let idleRest = "sluice.idle.rest.ms"

    var idleRestMs: Int32 { properties[Self.idleRest].flatMap { Int32($0) }.map { max(0, $0) } ?? 0 }
}

extension KafkaConsumer {
    /// The next event; nil if none came in so many milliseconds.
    ///
    /// Who is idle and should rest reads nothing for the time given, but for at most the time to rest, and then looks:
    /// until something is there. A pause throws away what was fetched but not handed over, and it is fetched again; so it
    /// comes only after a moment in which nothing was there, or one partition could keep the others from being heard.
    func nextEvent(timeoutMs: Int32) throws(KafkaError) -> KafkaEvent? {
        guard isIdle, idleRestMs > 0, timeoutMs > 0, paused.isEmpty else {
            let event = queue.poll(timeoutMs: timeoutMs)
            if event == nil, timeoutMs > 0 { isIdle = true }
            return event
        }
        if let waiting = queue.poll(timeoutMs: min(timeoutMs, Self.quietMs)) { return waiting }
        guard let assigned = assignment() else { return queue.poll(timeoutMs: timeoutMs) }
        try check(rd_kafka_pause_partitions(handle.pointer, assigned.pointer), "pause partitions")
        let early = queue.poll(timeoutMs: min(timeoutMs, idleRestMs))
        try check(rd_kafka_resume_partitions(handle.pointer, assigned.pointer), "resume partitions")
        if let early { return early }
        return queue.poll(timeoutMs: Self.longestLookMs)
    }

    /// Between what one answer of a broker brings for several partitions there is less.
    private static let quietMs: Int32 = 10
    /// A broker under load may take its time to answer; to give up on it each time would mean never to read.
    private static let longestLookMs: Int32 = 1_000

    /// The partitions that it reads now; nil if there are none.
    private func assignment() -> KafkaPartitionList? {
        var list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        guard rd_kafka_assignment(handle.pointer, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return nil }
        let assigned = KafkaPartitionList(taking: list)
        guard list.pointee.cnt > 0 else { return nil }
        return consume assigned
    }
}
