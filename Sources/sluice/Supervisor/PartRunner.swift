// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// Keeps one part running: starts it, watches its health, starts it again when it dies, stops it.
///
/// Two threads: one that starts the process and waits for its end (the process dies with that thread), one that asks for
/// its health.
final class PartRunner: Sendable {
    let part: Part
    private let board: Guarded<Board>
    private let logPath: String
    private let journal: Journal

    init(_ part: Part, board: Guarded<Board>, folder: DataFolder, journal: Journal) {
        self.part = part
        self.board = board
        logPath = folder.log(part.name)
        self.journal = journal
        board.update { $0[part.name] = .init() }
    }

    /// Begins; `Board` tells how it goes.
    func start() {
        board.update { $0[part.name].status = .starting }
        Thread.detachNewThread { self.keepRunning() }
        Thread.detachNewThread { self.watch() }
    }

    /// Asks the process to end.
    func requestStop() { board.current[part.name].child?.signal(part.stopSignal) }

    /// Waits for the process's end; kills it if it takes longer than the part's limit.
    func awaitEnd() {
        let name = part.name
        if board.wait(seconds: part.stopLimit, until: { $0[name].child == nil }) { return }
        journal.write("\(name.rawValue): killed, because it did not end within \(Int(part.stopLimit)) s")
        board.current[name].child?.signal(SIGKILL)
        board.wait(seconds: 10) { $0[name].child == nil }
    }

    /// The last lines of the part's log.
    func lastLines(_ count: Int = 12) -> [String] {
        guard let file = FileHandle(forReadingAtPath: logPath) else { return [] }
        defer { try? file.close() }
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: end > 16_384 ? end - 16_384 : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").suffix(count).map(String.init)
    }

    private func keepRunning() {
        let name = part.name
        var policy = RestartPolicy()
        while !board.current.isStopping {
            let clock = ContinuousClock.now
            let reason = runOnce()
            let seconds = clock.duration(to: .now).seconds
            let delay = policy.delay(healthySeconds: seconds)
            let isOver = board.update { board in
                board[name].child = nil
                if board.isStopping {
                    board[name].status = .stopped
                    return true
                }
                // A part that never served will not by being started again: that is for a person to mend.
                if board[name].startSeconds == nil {
                    if board[name].status.problem == nil { board[name].status = .failed(reason) }
                    return true
                }
                board[name].status = .restarting(reason)
                board[name].restarts += 1
                return false
            }
            if isOver { return }
            journal.write("\(name.rawValue): \(reason) It is started again in \(delay) s")
            board.wait(seconds: delay) { $0.isStopping }
        }
        board.update { $0[name].status = .stopped }
    }

    /// Starts the process and waits for its end; answers why it ended or could not be started.
    private func runOnce() -> String {
        do {
            if let problem = part.port?.problem { return problem }
            try part.prepare()
            let descriptor = open(logPath, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return "\(logPath) can't be opened: \(String(cString: strerror(errno)))." }
            defer { close(descriptor) }
            var launch = try part.launch()
            launch.output = descriptor
            let child = try ChildProcess(launch)
            let isStopping = board.update { board in
                board[part.name].child = child
                board[part.name].status = .starting
                return board.isStopping
            }
            if isStopping { child.signal(part.stopSignal) }
            return "it ended with \(child.wait())."
        } catch {
            return "\(error)"
        }
    }
}

extension PartRunner {
    /// Asks for the part's health: often until it serves, each second afterwards.
    private func watch() {
        let name = part.name
        let began = ContinuousClock.now
        while true {
            let entry = board.current[name]
            if board.current.isStopping { return }
            if case .failed = entry.status { return }
            if entry.child != nil { examine(entry.status, began) }
            board.wait(seconds: entry.status == .healthy ? 1 : 0.05) { $0.isStopping }
        }
    }

    private func examine(_ before: PartStatus, _ began: ContinuousClock.Instant) {
        let name = part.name
        let problem = part.problem()
        let seconds = began.duration(to: .now).seconds
        let tooLate = board.update { board in
            // The process may have died while its health was asked for.
            guard board[name].child != nil else { return false }
            if let problem {
                if board[name].startSeconds == nil {
                    guard seconds > part.startLimit else { return false }
                    board[name].status = .failed("it does not serve after \(Int(part.startLimit)) s: \(problem)")
                    return true
                }
                if board[name].status == .healthy { board[name].status = .unhealthy(problem) }
            } else {
                board[name].status = .healthy
                if board[name].startSeconds == nil { board[name].startSeconds = seconds }
            }
            return false
        }
        if tooLate { board.current[name].child?.signal(SIGKILL) }
        let after = board.current[name].status
        if after.word != before.word {
            journal.write("\(name.rawValue): \(after.word)" + (after.problem.map { ", \($0)" } ?? ""))
        }
    }
}

extension Duration {
    /// With fractions.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
