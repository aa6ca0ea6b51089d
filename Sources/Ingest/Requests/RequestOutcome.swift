// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What a whole request is answered with, decided by what became of its events.
struct RequestOutcome: Sendable, Hashable {
    struct Counts: Sendable, Hashable {
        var accepted = 0
        var duplicate = 0
        var invalid = 0
        var conflict = 0
        var retry = 0

        var total: Int { accepted + duplicate + invalid + conflict + retry }
    }

    private(set) var counts = Counts()

    init(_ outcomes: some Sequence<EventOutcome>) {
        for outcome in outcomes {
            switch outcome {
            case .accepted: counts.accepted += 1
            case .duplicate: counts.duplicate += 1
            case .invalid: counts.invalid += 1
            case .conflict: counts.conflict += 1
            case .retry: counts.retry += 1
            }
        }
    }

    /// 200 if all events are there, 422 if none is acceptable, 503 if all are to be sent again, else 207.
    var status: Int {
        let total = counts.total
        if counts.accepted + counts.duplicate == total { return 200 }
        if counts.invalid + counts.conflict == total { return 422 }
        if counts.retry == total { return 503 }
        return 207
    }
}
