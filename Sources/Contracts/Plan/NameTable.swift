// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Finds the index of a field's name or an enum's symbol by its bytes: a hash table that is at most half full.
///
/// Plain data; the memory is the plan's. Names come from schemas, not from events, so nobody sends collisions.
struct NameTable {
    private struct Entry {
        var name: UnsafePointer<UInt8>
        var count: Int
        var hash: UInt64
        /// -1: the place is free.
        var index: Int
    }

    private let entries: UnsafePointer<Entry>
    private let mask: Int
    let count: Int

    /// - Parameter names: as padded bytes, each occurring once.
    init(_ names: [(bytes: UnsafePointer<UInt8>, count: Int)], in memory: PlanMemory) {
        var places = 8
        while places < names.count * 2 { places *= 2 }
        var table = [Entry](
            repeating: Entry(name: memory.storePadded([]), count: 0, hash: 0, index: -1), count: places)
        for (index, name) in names.enumerated() {
            let hash = hashBytes(name.bytes, name.count)
            var place = Int(truncatingIfNeeded: hash) & (places - 1)
            while table[place].index >= 0 { place = (place + 1) & (places - 1) }
            table[place] = Entry(name: name.bytes, count: name.count, hash: hash, index: index)
        }
        entries = UnsafePointer(memory.store(table))
        mask = places - 1
        count = names.count
    }

    /// Every name, in the order they were given.
    func entriesByIndex() -> [(name: UnsafePointer<UInt8>, count: Int)] {
        (0...mask).map { entries[$0] }.filter { $0.index >= 0 }.sorted { $0.index < $1.index }.map {
            ($0.name, $0.count)
        }
    }

    /// The name's index, or -1. At least 8 bytes after the name must be readable.
    @inline(__always)
    func find(_ name: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let hash = hashBytes(name, count)
        var place = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = entries[place]
            if entry.index < 0 { return -1 }
            if entry.hash == hash, entry.count == count, equalBytes(entry.name, name, count) { return entry.index }
            place = (place &+ 1) & mask
        }
    }
}

/// A hash that is the same in every process and release, since fingerprints are made with it and outlive both.
///
/// Reads in words: at least 8 bytes after the last must be readable.
@inline(__always)
func hashBytes(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var hash = mix(UInt64(truncatingIfNeeded: count), 0xE703_7ED1_A0B4_28DB)
    var offset = 0
    while offset &+ 8 <= count {
        hash = mix(hash ^ UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)), mixer)
        offset &+= 8
    }
    let rest = count &- offset
    if rest > 0 {
        let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        hash = mix(hash ^ (word & ((1 &<< UInt64(truncatingIfNeeded: rest &* 8)) &- 1)), mixer)
    }
    return hash
}

@inline(__always) private var mixer: UInt64 { 0xA076_1D64_78BD_642F }

/// Folds the 128-bit product of two words, as wyhash does.
@inline(__always)
func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = (left ^ 0x8EBC_6AF0_9C88_C6E3).multipliedFullWidth(by: right ^ 0x5899_65CC_7537_4CC3)
    return product.high ^ product.low
}

/// Compares in words: at least 8 bytes after the last must be readable on both sides.
@inline(__always)
func equalBytes(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let left = UnsafeRawPointer(left)
    let right = UnsafeRawPointer(right)
    var offset = 0
    while offset &+ 8 <= count {
        if left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        {
            return false
        }
        offset &+= 8
    }
    let rest = count &- offset
    if rest == 0 { return true }
    let difference =
        UInt64(littleEndian: left.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        ^ UInt64(littleEndian: right.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    return difference & ((1 &<< UInt64(truncatingIfNeeded: rest &* 8)) &- 1) == 0
}
