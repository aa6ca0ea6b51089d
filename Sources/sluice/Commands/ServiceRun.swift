// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry

/// Runs one service in this process, until SIGTERM or SIGINT.
struct ServiceRun {
    let name: String
    let logLevel: LogLevel

    /// Makes and starts the service, waits for a signal on this thread, and stops the service.
    ///
    /// - Parameters:
    ///   - make: makes the service; called after the signals are blocked, so that none of its threads gets one.
    ///   - start: starts it, and answers the port that it listens on.
    ///   - stop: ends it in order.
    func run<Service>(
        _ make: () throws -> Service, start: (Service) throws -> Int, stop: (Service) -> Void
    ) throws -> ExitCode {
        let signals = StopSignals()
        Log.setLevel(logLevel.level)
        let log = Log(name)
        let service = try make()
        let port = try start(service)
        log.info("serves", ["port": "\(port)", "version": SluiceVersion.current])
        let number = signals.wait()
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
