// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Which partition a key belongs to, decided as Kafka's Java client does, so that producers of both agree.
public enum KafkaPartitioner {
    /// Java's `Utils.murmur2`: MurmurHash2 with Kafka's seed.
    public static func murmur2(_ key: UnsafeRawBufferPointer) -> Int32 {
        let multiplier: UInt32 = 0x5bd1_e995
        var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: key.count)
        var offset = 0
        while key.count - offset >= 4 {
            var word = UInt32(littleEndian: key.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            word &*= multiplier
            word ^= word >> 24
            word &*= multiplier
            hash &*= multiplier
            hash ^= word
            offset += 4
        }
        let rest = key.count - offset
        if rest > 0 {
            for index in (0..<rest).reversed() { hash ^= UInt32(key[offset + index]) << (8 * UInt32(index)) }
            hash &*= multiplier
        }
        hash ^= hash >> 13
        hash &*= multiplier
        hash ^= hash >> 15
        return Int32(bitPattern: hash)
    }

    /// Java's default partition of a key among `count` partitions: the hash without its sign, modulo the count.
    ///
    /// A count below one is taken as one.
    public static func partition(_ key: UnsafeRawBufferPointer, count: Int32) -> Int32 {
        (murmur2(key) & 0x7fff_ffff) % max(1, count)
    }

    public static func murmur2(_ key: [UInt8]) -> Int32 { key.withUnsafeBytes { murmur2($0) } }

    public static func partition(_ key: [UInt8], count: Int32) -> Int32 {
        key.withUnsafeBytes { partition($0, count: count) }
    }
}
