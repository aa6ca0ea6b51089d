// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// How long a client should wait before it sends again: until what waits for Kafka has drained at the rate of late.
///
/// A value without clock; `sample` is called about once a second.
struct RetryAfter: Sendable {
    private var delivered = 0
    private var time = 0.0
    /// Messages a second, smoothed; nil until two samples were taken.
    private var rate: Double?

    static let range = 1.0...60.0

    /// - Parameters:
    ///   - delivered: all messages that were reported so far.
    ///   - now: seconds on a clock that only goes forward.
    mutating func sample(delivered: Int, now: Double) {
        defer {
            self.delivered = delivered
            time = now
        }
        guard time > 0, now > time else { return }
        let latest = Double(delivered - self.delivered) / (now - time)
        rate = rate.map { $0 * 0.7 + latest * 0.3 } ?? latest
    }

    /// Whole seconds, at least one.
    func seconds(inFlight: Int) -> Int {
        guard inFlight > 0 else { return Int(Self.range.lowerBound) }
        guard let rate, rate > 0.1 else { return 5 }
        return Int(min(Self.range.upperBound, max(Self.range.lowerBound, (Double(inFlight) / rate).rounded(.up))))
    }
}
