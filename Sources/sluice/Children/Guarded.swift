// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// A value that several threads change and wait for.
///
/// Unchecked, because the compiler can't see that every access of `value` stands between `lock` and `unlock`.
final class Guarded<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var value: Value

    init(_ value: Value) { self.value = value }

    /// The value now.
    var current: Value {
        condition.lock()
        defer { condition.unlock() }
        return value
    }

    /// Changes the value and wakes everyone who waits for it.
    func update<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try body(&value)
    }

    /// Waits until the value is as wished, or the time is over; tells which.
    @discardableResult
    func wait(seconds: Double? = nil, until isAsWished: (Value) -> Bool) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard let seconds else {
            while !isAsWished(value) { condition.wait() }
            return true
        }
        let deadline = Date(timeIntervalSinceNow: seconds)
        while !isAsWished(value) {
            guard condition.wait(until: deadline) else { return isAsWished(value) }
        }
        return true
    }
}
