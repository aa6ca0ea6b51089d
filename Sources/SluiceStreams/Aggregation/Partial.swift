// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// What one event adds to a metric.
enum Contribution: Sendable, Hashable {
    case one
    case value(String)
    case integer(Int64)
    case decimal(FixedDecimal)
}

/// A part of an aggregate that can be merged with other parts in any order.
enum Partial: Sendable, Hashable {
    case count(Int64)
    case distinct(DistinctValues)
    case integer(Int128)
    case decimal(FixedDecimal)
    /// How many sessions reached each step of a funnel.
    case steps([Int64])
    /// A bound was passed (see `DistinctValues`) or a sum does not fit into 128 bits: there is no exact value any more.
    case exceeded

    /// Adds one event. A contribution of another kind than the aggregate can't happen: one definition makes both.
    mutating func add(_ contribution: Contribution) {
        switch (self, contribution) {
        case (.count(let count), .one):
            self = Self.sum(count, 1).map { .count($0) } ?? .exceeded
        case (.distinct(var values), .value(let value)):
            // The set must have one owner while it changes, or it would be copied.
            self = .exceeded
            values.insert(value)
            if !values.isBeyondBound { self = .distinct(values) }
        case (.integer(let sum), .integer(let value)):
            self = Self.sum(sum, Int128(value)).map { .integer($0) } ?? .exceeded
        case (.decimal(let sum), .decimal(let value)):
            self = sum.adding(value).map { .decimal($0) } ?? .exceeded
        default: break
        }
    }

    /// Merges another part of the same aggregate.
    mutating func merge(_ other: Partial) {
        switch (self, other) {
        case (.count(let a), .count(let b)): self = Self.sum(a, b).map { .count($0) } ?? .exceeded
        case (.distinct(var a), .distinct(let b)):
            self = .exceeded
            a.formUnion(b)
            self = .distinct(a)
        case (.integer(let a), .integer(let b)): self = Self.sum(a, b).map { .integer($0) } ?? .exceeded
        case (.decimal(let a), .decimal(let b)): self = a.adding(b).map { .decimal($0) } ?? .exceeded
        case (.steps(let a), .steps(let b)): self = .steps(zip(a, b).map { $0.addingClamped($1) })
        default: self = .exceeded
        }
    }

    private static func sum<Value: FixedWidthInteger>(_ a: Value, _ b: Value) -> Value? {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? nil : sum
    }
}
