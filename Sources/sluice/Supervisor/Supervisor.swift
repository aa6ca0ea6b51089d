// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Synchronization

/// Runs the stages of `sluice up`: starts everything in order, keeps it running, stops it in the other order.
final class Supervisor: Sendable {
    private let stages: [Stage]
    private let runners: [PartName: PartRunner]
    private let folder: DataFolder
    private let settings: [String: String]
    private let console: Console
    private let board: Guarded<Board>
    private let journal: Journal
    /// Whether `state.json` is written any more.
    private let isRecording = Mutex(true)
    private let startedAt = Date()

    /// - Parameter settings: what other commands take while this runs; no secrets, since `state.json` has them.
    init(stages: [Stage], folder: DataFolder, settings: [String: String], console: Console) {
        self.stages = stages
        self.folder = folder
        self.settings = settings
        self.console = console
        let board = Guarded(Board())
        self.board = board
        let journal = Journal(path: folder.logs + "/up.log")
        self.journal = journal
        runners = Dictionary(
            uniqueKeysWithValues: Self.parts(stages).map { part in
                (part.name, PartRunner(part, board: board, folder: folder, journal: journal))
            })
    }

    /// Starts every stage, and returns when all parts serve.
    ///
    /// - Throws: `CommandFailure` if a part or step fails; what had started is stopped then.
    /// - Returns: false if it was asked to stop meanwhile.
    func start() throws -> Bool {
        recordChanges()
        var display = StartDisplay(console: console)
        var steps: [String: StartDisplay.Row] = [:]
        do {
            for stage in stages {
                switch stage {
                case .parts(let parts):
                    try start(parts) { display.show(self.rows(steps)) }
                case .step(let step):
                    steps[step.title] = .init(mark: .busy, title: step.title, detail: "", note: "")
                    display.show(rows(steps))
                    let result = Result { try step.run() }
                    let text = (try? result.get()) ?? "failed"
                    let mark: StartDisplay.Row.Mark = if case .success = result { .done } else { .failed }
                    steps[step.title] = .init(mark: mark, title: step.title, detail: text, note: "")
                    display.show(rows(steps))
                    _ = try result.get()
                }
                if board.current.isStopping { return false }
            }
        } catch {
            stop()
            throw error
        }
        return true
    }

    /// Asks this supervisor to stop, from any thread. The second time nothing is waited for any more.
    func requestStop(_ count: Int = 1) {
        board.update { $0.isStopping = true }
        guard count > 1 else { return }
        for entry in board.current.entries.values { entry.child?.signal(SIGKILL) }
    }

    /// Whether it was asked to stop.
    var isStopping: Bool { board.current.isStopping }

    /// Waits until it is asked to stop.
    func waitForStopRequest() { board.wait { $0.isStopping } }

    /// Says from now on what dies and comes back, until it is asked to stop.
    func reportChanges() {
        Thread.detachNewThread { [self] in
            var shown = board.current.appearance
            while true {
                board.wait { $0.isStopping || $0.appearance != shown }
                let now = board.current
                if now.isStopping { return }
                for (name, appearance) in now.appearance.sorted(by: { $0.key < $1.key }) {
                    report(name, before: shown[name]?.status, now: appearance.status)
                }
                shown = now.appearance
            }
        }
    }

    /// Stops everything, the last stage first, and waits until it has ended.
    func stop() {
        board.update { $0.isStopping = true }
        for stage in stages.reversed() {
            guard case .parts(let parts) = stage else { continue }
            let members = parts.compactMap { runners[$0.name] }
            members.forEach { $0.requestStop() }
            members.forEach { $0.awaitEnd() }
        }
        isRecording.withLock { isRecording in
            isRecording = false
            UpState.remove(in: folder.path)
        }
    }

    private func start(_ parts: [Part], progress: () -> Void) throws {
        let members = parts.compactMap { runners[$0.name] }
        members.forEach { $0.start() }
        let names = parts.map(\.name)
        repeat {
            progress()
        } while !board.wait(seconds: 0.1) { board in
            board.isStopping || names.allSatisfy { board[$0].status.isSettled }
        }
        progress()
        if board.current.isStopping { return }
        for runner in members {
            guard case .failed(let reason) = board.current[runner.part.name].status else { continue }
            throw CommandFailure.no(failure(of: runner, reason))
        }
    }

    /// The reason, and the end of the log where the part itself may say more.
    private func failure(of runner: PartRunner, _ reason: String) -> String {
        let name = runner.part.name
        var text = "\(name.title) could not be started: \(reason)"
        let lines = runner.lastLines()
        if !reason.contains("is taken by"), !lines.isEmpty {
            text += "\nThe last lines of its log:\n" + lines.map { "    \($0)\n" }.joined()
            text += "The whole log: \(folder.log(name))"
        }
        return text
    }

    private func report(_ name: PartName, before: PartStatus?, now: PartStatus) {
        guard before != now else { return }
        let warning = console.styled("!", .yellow)
        switch now {
        case .restarting(let reason): tell("\(warning) \(name.title): \(reason) It is started again.")
        case .unhealthy(let reason): tell("\(warning) \(name.title) does not serve: \(reason)")
        case .healthy: tell(console.styled("✓", .green) + " \(name.title) serves again.")
        case .waiting, .starting, .failed, .stopped: break
        }
    }

    /// On a line of its own, also where a progress bar is drawn.
    private func tell(_ text: String) { console.error((console.isLive ? "\r\u{1B}[2K" : "") + "  " + text) }

    private func rows(_ steps: [String: StartDisplay.Row]) -> [StartDisplay.Row] {
        let board = self.board.current
        return stages.flatMap { stage -> [StartDisplay.Row] in
            switch stage {
            case .step(let step):
                [steps[step.title] ?? .init(mark: .waiting, title: step.title, detail: "", note: "")]
            case .parts(let parts):
                parts.map { Self.row($0, board[$0.name]) }
            }
        }
    }

    private static func row(_ part: Part, _ entry: Board.Entry) -> StartDisplay.Row {
        let title = part.name.title
        switch entry.status {
        case .waiting, .stopped: return .init(mark: .waiting, title: title, detail: "", note: "")
        case .healthy, .unhealthy:
            let tenths = Int(((entry.startSeconds ?? 0) * 10).rounded())
            return .init(mark: .done, title: title, detail: part.address, note: "\(tenths / 10).\(tenths % 10) s")
        case .starting, .restarting: return .init(mark: .busy, title: title, detail: part.address, note: "starting")
        case .failed: return .init(mark: .failed, title: title, detail: part.address, note: "failed")
        }
    }

    private static func parts(_ stages: [Stage]) -> [Part] {
        stages.flatMap { stage -> [Part] in
            if case .parts(let parts) = stage { parts } else { [] }
        }
    }
}

extension Supervisor {
    /// Writes `state.json` now and whenever something has changed, until it is asked to stop.
    private func recordChanges() {
        record(board.current)
        Thread.detachNewThread { [self] in
            var written: [PartName: Board.Appearance] = [:]
            while true {
                board.wait { $0.isStopping || $0.appearance != written }
                let now = board.current
                if now.isStopping { return }
                written = now.appearance
                record(now)
            }
        }
    }

    private func record(_ board: Board) {
        let parts = Self.parts(stages).map { part in
            let entry = board[part.name]
            return UpState.Part(
                name: part.name, status: entry.status.word, processID: entry.child?.processID, address: part.address,
                log: folder.log(part.name), restarts: entry.restarts, problem: entry.status.problem)
        }
        let state = UpState(
            processID: getpid(), startedAt: startedAt.formatted(.iso8601), version: SluiceVersion.current, parts: parts,
            settings: settings)
        isRecording.withLock { isRecording in
            guard isRecording else { return }
            do {
                try state.write(in: folder.path)
            } catch {
                journal.write("state.json can't be written: \(error.localizedDescription)")
            }
        }
    }
}
