// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime

/// Which aggregate a metric computes.
enum AggregateKind: Sendable, Hashable {
    case count
    case distinct
    case integerSum
    case decimalSum
    /// The event type of each step.
    case funnel(steps: [String])

    /// The value before the first event.
    var empty: Partial {
        switch self {
        case .count: .count(0)
        case .distinct: .distinct(DistinctValues())
        case .integerSum: .integer(0)
        case .decimalSum: .decimal(FixedDecimal(unscaled: 0, scale: 0))
        case .funnel(let steps): .steps(Array(repeating: 0, count: steps.count))
        }
    }
}
