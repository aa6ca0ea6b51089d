// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import Testing

@testable import SluiceStreams

@Suite("Parts of an aggregate merge in any order")
struct PartialTests {
    func decimal(_ text: String) -> FixedDecimal { FixedDecimal(text) ?? FixedDecimal(unscaled: 0, scale: 0) }

    /// Some contributions of each kind.
    var cases: [(kind: AggregateKind, contributions: [Contribution])] {
        [
            (.count, [.one, .one, .one, .one]),
            (.distinct, ["a", "b", "a", "c", "b", "é"].map { .value($0) }),
            (.integerSum, [5, -7, .max, .max, 3].map { .integer($0) }),
            (.decimalSum, ["0.10", "12.5", "-3", "0.001"].map { .decimal(decimal($0)) }),
        ]
    }

    @Test("however contributions are divided and merged, the result is the same")
    func anyOrder() {
        for (kind, contributions) in cases {
            var whole = kind.empty
            for one in contributions { whole.add(one) }
            for split in 0...contributions.count {
                var left = kind.empty
                var right = kind.empty
                for one in contributions[..<split].reversed() { left.add(one) }
                for one in contributions[split...] { right.add(one) }
                var merged = kind.empty
                merged.merge(right)
                merged.merge(left)
                #expect(merged == whole)
            }
        }
    }

    @Test("sums are exact")
    func sums() {
        var partials = cases.map { kind, contributions in
            var partial = kind.empty
            for one in contributions { partial.add(one) }
            return partial
        }
        #expect(partials.removeLast() == .decimal(decimal("9.601")))
        #expect(partials.removeLast() == .integer(Int128(Int64.max) * 2 + 1))
    }

    @Test("beyond the bound there is no value, whatever came first, and merging keeps it so")
    func bound() {
        var partial = AggregateKind.distinct.empty
        for index in 0..<DistinctValues.maximumCount { partial.add(.value("user-\(index)")) }
        partial.add(.value("user-0"))
        #expect(partial != .exceeded)
        partial.add(.value("one more"))
        #expect(partial == .exceeded)
        partial.add(.value("and another"))
        #expect(partial == .exceeded)
        var other = AggregateKind.distinct.empty
        other.merge(partial)
        #expect(other == .exceeded)
        var large = AggregateKind.distinct.empty
        large.add(.value(String(repeating: "x", count: DistinctValues.maximumBytes + 1)))
        #expect(large == .exceeded)
    }

    @Test("sums that do not fit are exceeded, not wrong")
    func overflow() {
        var sum = Partial.integer(.max)
        sum.add(.integer(1))
        #expect(sum == .exceeded)
        var count = Partial.count(.max)
        count.merge(.count(1))
        #expect(count == .exceeded)
        var money = Partial.decimal(FixedDecimal(unscaled: .max, scale: 2))
        money.add(.decimal(decimal("0.01")))
        #expect(money == .exceeded)
    }
}
