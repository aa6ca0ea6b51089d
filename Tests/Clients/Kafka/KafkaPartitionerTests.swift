// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import Testing

@Suite("Kafka's partitioner agrees with the Java client")
struct KafkaPartitionerTests {
    @Test(
        "murmur2 gives the values of Kafka's own unit tests",
        arguments: [
            ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
        ] as [(String, Int32)])
    func knownVectors(key: String, hash: Int32) {
        #expect(KafkaPartitioner.murmur2(Array(key.utf8)) == hash)
    }

    @Test("the partition is the hash without its sign, modulo the count")
    func partition() {
        #expect(KafkaPartitioner.partition(Array("21".utf8), count: 32) == (-973_932_308 & 0x7fff_ffff) % 32)
        #expect(KafkaPartitioner.partition(Array("foobar".utf8), count: 1) == 0)
        #expect(KafkaPartitioner.partition([], count: 0) == 0)
    }
}
