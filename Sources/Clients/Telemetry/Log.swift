// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Structured log lines on standard error: one JSON object a line, so that a log shipper needs no rules.
///
/// A line has `time` (RFC 3339, UTC, milliseconds), `level`, `component`, `message` and the fields given. Never pass
/// a key, a body or an unmasked address.
public struct Log: Sendable {
    public enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error

        public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }

        /// The name as it stands in a line and in `SLUICE_LOG_LEVEL`.
        public var name: String {
            switch self {
            case .debug: "debug"
            case .info: "info"
            case .warning: "warning"
            case .error: "error"
            }
        }
    }

    public let component: String

    public init(_ component: String) { self.component = component }

    public func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        write(.debug, message, fields)
    }
    public func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        write(.info, message, fields)
    }
    public func warning(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        write(.warning, message, fields)
    }
    public func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        write(.error, message, fields)
    }

    /// Sets the least level that is written, for the whole process. The default is `info`.
    public static func setLevel(_ level: Level) { threshold.store(level.rawValue, ordering: .relaxed) }

    private static let threshold = Atomic<Int>(Level.info.rawValue)

    private func write(_ level: Level, _ message: () -> String, _ fields: () -> [String: String]) {
        guard level.rawValue >= Self.threshold.load(ordering: .relaxed) else { return }
        var line = "{\"time\":\"\(Self.now())\",\"level\":\"\(level.name)\",\"component\":"
        line.appendJSONString(component)
        line += ",\"message\":"
        line.appendJSONString(message())
        for (name, value) in fields().sorted(by: { $0.key < $1.key }) {
            line += ","
            line.appendJSONString(name)
            line += ":"
            line.appendJSONString(value)
        }
        line += "}\n"
        // One write a line: lines of several threads do not mix, and nothing is buffered when the process is killed.
        line.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    private static func now() -> String {
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME, &clock)
        var parts = tm()
        gmtime_r(&clock.tv_sec, &parts)
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return
            "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))T"
            + "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))."
            + "\(padded(clock.tv_nsec / 1_000_000, 3))Z"
    }
}

extension String {
    /// Appends `text` as a JSON string (RFC 8259 §7) with its quotes; only what must be escaped is.
    public mutating func appendJSONString(_ text: String) {
        append("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case "\u{0}"..."\u{1F}":
                let hex = String(scalar.value, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
            default: unicodeScalars.append(scalar)
            }
        }
        append("\"")
    }
}
