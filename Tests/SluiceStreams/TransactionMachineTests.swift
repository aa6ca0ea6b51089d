// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import Testing

@testable import SluiceStreams

@Suite("A task's transaction ends in a commit, a roll-back, or another producer")
struct TransactionMachineTests {
    func expectWrite(_ machine: inout TransactionMachine, opens: Bool) {
        let isFirst = machine.write()
        #expect(isFirst == opens)
    }

    func expectFailure(
        _ machine: inout TransactionMachine, _ kind: KafkaError.Kind, _ expected: TransactionMachine.Recovery
    ) {
        let recovery = machine.failed(kind)
        #expect(recovery == expected)
    }

    @Test("a transaction is opened by the first thing to be written, and once")
    func opensOnce() {
        var machine = TransactionMachine()
        expectWrite(&machine, opens: true)
        expectWrite(&machine, opens: false)
        machine.willCommit()
        machine.didCommit()
        expectWrite(&machine, opens: true)
    }

    @Test("an abortable error rolls back, aborting what is open")
    func rollBack() {
        var machine = TransactionMachine()
        expectFailure(&machine, .abortable, .rollBack(abort: false))
        machine.didRollBack()
        _ = machine.write()
        expectFailure(&machine, .abortable, .rollBack(abort: true))
        machine.didRollBack()
        expectWrite(&machine, opens: true)
        machine.willCommit()
        expectFailure(&machine, .rebalanced, .rollBack(abort: true))
    }

    @Test("a fenced task drops everything; what is unknown or fatal needs another producer")
    func endings() {
        for kind in [KafkaError.Kind.fatal, .timedOut, .unreachable, .other] {
            var machine = TransactionMachine()
            _ = machine.write()
            expectFailure(&machine, kind, .restart)
        }
        var machine = TransactionMachine()
        expectFailure(&machine, .fenced, .drop)
    }

    @Test("roll-backs without a commit between them come to an end")
    func endlessRollBack() {
        var machine = TransactionMachine()
        for _ in 0..<TransactionMachine.maximumRollBacks {
            _ = machine.write()
            expectFailure(&machine, .abortable, .rollBack(abort: true))
            machine.didRollBack()
        }
        expectFailure(&machine, .abortable, .restart)
    }

    @Test("task numbers are source tasks, then merging ones, then projectors")
    func taskNumbers() {
        let ids = (-1..<7).map { TaskID(number: $0, sourceTasks: 2, mergePartitions: 2)?.description }
        #expect(ids == [nil, "source-0", "source-1", "merge-0", "merge-1", "project-0", "project-1", nil])
    }
}
