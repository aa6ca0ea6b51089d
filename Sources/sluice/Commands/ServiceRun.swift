// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry
import Glibc

/// Runs one service in this process, until SIGTERM or SIGINT.
struct ServiceRun {
    let name: String
    let logLevel: LogLevel
    /// Whether SIGHUP means to read files again; otherwise it ends the process, as a closed terminal should.
    var takesReloads = false

    /// Makes and starts the service, waits for a signal on this thread, and stops the service.
    ///
    /// - Parameters:
    ///   - make: makes the service; called after the signals are blocked, so that none of its threads gets one.
    ///   - start: starts it, and answers the port that it listens on.
    ///   - reload: reads files again that may have changed; a failure is logged, and the service goes on as it was.
    ///   - stop: ends it in order.
    func run<Service>(
        _ make: () throws -> Service, start: (Service) throws -> Int, reload: (Service) throws -> Void = { _ in },
        stop: (Service) -> Void
    ) throws -> ExitCode {
        let signals = StopSignals(and: takesReloads ? [SIGHUP] : [])
        Log.setLevel(logLevel.level)
        let log = Log(name)
        let service = try make()
        let port = try start(service)
        log.info("serves", ["port": "\(port)", "version": SluiceVersion.current])
        var number = signals.wait()
        while number == SIGHUP {
            do {
                try reload(service)
            } catch {
                log.error("can't reload", ["error": "\(error)"])
            }
            number = signals.wait()
        }
        log.info("stops", ["signal": "\(number)"])
        stop(service)
        log.info("stopped")
        return .done
    }
}

extension LogLevel {
    /// As the log knows it.
    var level: Log.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
