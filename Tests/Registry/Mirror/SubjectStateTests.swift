// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import TestKit
import Testing

@testable import Registry

@Suite("A subject's state finds versions by number and by text, with few versions and with many")
struct SubjectStateTests {
    private typealias Entry = SubjectState.Entry

    private static func state(_ entries: [Entry]) -> SubjectState {
        SubjectState(
            subject: SubjectName("s"), entries: entries, lastVersion: entries.last?.version ?? 0, revision: 1,
            settings: SettingsInForce())
    }

    private static func entry(_ version: Int, hash: Int64) -> Entry {
        Entry(version: version, schemaID: version, isDeleted: false, createdAt: 0, textHash: hash)
    }

    @Test("as looking at all of them finds them", arguments: [0, 1, 31, 32, 33, 400])
    func agrees(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        // Some numbers are missing, and some texts occur twice.
        var entries: [Entry] = []
        for version in 1...(count + 1) where Int.random(in: 0..<10, using: &random) > 0 {
            entries.append(Self.entry(version, hash: Int64.random(in: 0..<Int64(count + 1), using: &random)))
        }
        var state = Self.state(entries)
        // Grown by one that comes last and by one in the middle, and cut down again.
        for more in [count + 2, entries.first.map { $0.version + 1 } ?? 1] where state.entry(more) == nil {
            state = state.adding(Self.entry(more, hash: 3), revision: 2)
        }
        for state in [state, state.having(state.entries.filter { $0.version % 3 != 0 })] {
            for version in -1...(count + 4) {
                #expect(state.entry(version) == state.entries.first { $0.version == version })
            }
            for hash in -1...Int64(count + 1) {
                #expect(state.entries(withTextHash: hash) == state.entries.filter { $0.textHash == hash })
            }
        }
    }
}
