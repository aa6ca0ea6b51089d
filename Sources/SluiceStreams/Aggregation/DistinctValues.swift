// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Different values, kept whole, up to a bound.
struct DistinctValues: Sendable, Hashable {
    /// Values that one source partition's part of a window and group may have.
    static let maximumCount = 10_000
    /// Bytes of them together: a part must fit into one Kafka message.
    static let maximumBytes = 500_000

    private(set) var values: Set<String> = []
    private var byteCount = 0

    init() {}

    var count: Int { values.count }

    /// Whether the bound is passed. That depends on the values alone, not on the order in which they came.
    var isBeyondBound: Bool { values.count > Self.maximumCount || byteCount > Self.maximumBytes }

    mutating func insert(_ value: String) {
        if values.insert(value).inserted { byteCount += value.utf8.count }
    }

    /// Merging has no bound: the parts have.
    mutating func formUnion(_ other: DistinctValues) {
        if values.isEmpty {
            self = other
        } else {
            for value in other.values { insert(value) }
        }
    }
}
