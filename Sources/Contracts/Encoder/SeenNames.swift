// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// Scratch memory to find keys that a map has twice.
struct SeenNames {
    private var places: UnsafeMutablePointer<UInt32>
    private var capacity: Int
    /// Keys come from events: a hash that nobody knows keeps collisions from being sent.
    private let seed: UInt64

    init() {
        capacity = 256
        places = .allocate(capacity: capacity)
        seed = SystemRandomNumberGenerator().nextWord()
    }

    func deallocate() { places.deallocate() }

    /// The tape's index of the first key of the object that occurred before.
    mutating func firstRepeated(in tape: JSONTape, object: Int) -> Int? {
        let count = tape.childCount(of: object)
        prepare(for: count)
        let mask = capacityInUse(for: count) - 1
        var member = object &+ 1
        let end = tape.end(of: object)
        while member < end {
            let name = tape.string(at: member)
            if let base = name.baseAddress {
                var place = Int(truncatingIfNeeded: mix(hashBytes(base, name.count), seed)) & mask
                while places[place] != 0 {
                    let other = tape.string(at: Int(places[place]))
                    if other.count == name.count, let start = other.baseAddress, equalBytes(start, base, name.count) {
                        return member
                    }
                    place = (place &+ 1) & mask
                }
                places[place] = UInt32(truncatingIfNeeded: member)
            }
            member = tape.next(after: member &+ 1)
        }
        return nil
    }

    private func capacityInUse(for count: Int) -> Int {
        var capacity = 4
        while capacity < count * 2 { capacity *= 2 }
        return capacity
    }

    private mutating func prepare(for count: Int) {
        let wanted = capacityInUse(for: count)
        if wanted > capacity {
            places.deallocate()
            capacity = wanted
            places = .allocate(capacity: capacity)
        }
        places.update(repeating: 0, count: wanted)
    }
}

extension SystemRandomNumberGenerator {
    fileprivate func nextWord() -> UInt64 {
        var generator = self
        return generator.next()
    }
}
