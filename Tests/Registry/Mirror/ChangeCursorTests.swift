// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Testing

@testable import Registry

@Suite("How far the log of changes was read")
struct ChangeCursorTests {
    private func change(_ transaction: Int64, _ number: Int64) -> (ChangePosition, MirroredChange) {
        (
            ChangePosition(transaction: transaction, number: number),
            MirroredChange(number: number, action: .register, subject: SubjectName("s"), schemaID: 1)
        )
    }

    private func numbers(_ step: ChangeCursor.Step) -> [Int64]? {
        guard case .apply(let changes, _) = step else { return nil }
        return changes.map(\.number)
    }

    @Test("below the oldest open transaction the position moves; what is above is taken once, and waits")
    func early() {
        var cursor = ChangeCursor(position: ChangePosition(transaction: 10, number: 1))
        // 12 is open, 13 is committed.
        #expect(numbers(cursor.take([change(11, 2), change(13, 4)], xmin: 12, limit: 100)) == [2, 4])
        #expect(cursor.position == ChangePosition(transaction: 11, number: 2))
        #expect(numbers(cursor.take([change(13, 4)], xmin: 12, limit: 100)) == [])
        // 12 commits, with a lower number: it is taken, and 13 is not taken again.
        #expect(numbers(cursor.take([change(12, 3), change(13, 4)], xmin: 14, limit: 100)) == [3])
        #expect(cursor.position == ChangePosition(transaction: 13, number: 4))
        #expect(numbers(cursor.take([], xmin: 14, limit: 100)) == [])
    }

    @Test("a full page is followed by the next")
    func pages() {
        var cursor = ChangeCursor(position: .start)
        let step = cursor.take([change(1, 1), change(2, 2)], xmin: 9, limit: 2)
        guard case .apply(_, hasMore: true) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(cursor.position == ChangePosition(transaction: 2, number: 2))
    }

    @Test("more than a page above an open transaction is too much to remember")
    func overflow() {
        var cursor = ChangeCursor(position: .start)
        guard case .overflow = cursor.take([change(1, 1), change(5, 2)], xmin: 3, limit: 2) else {
            Issue.record("not noticed")
            return
        }
        #expect(cursor.position == .start)
    }

    @Test("a database that knows fewer transactions is another one")
    func lost() {
        var cursor = ChangeCursor(position: ChangePosition(transaction: 10, number: 1))
        guard case .lost = cursor.take([], xmin: 9, limit: 2) else {
            Issue.record("not noticed")
            return
        }
    }

    @Test("positions are written and read, and grow with the feed")
    func positions() {
        #expect(ChangePosition("12-3") == ChangePosition(transaction: 12, number: 3))
        for text in ["", "12", "12-", "-1-2", "a-b", "1-2-3"] { #expect(ChangePosition(text) == nil) }
        #expect(ChangePosition(transaction: 9, number: 5) < ChangePosition(transaction: 10, number: 1))
    }
}
