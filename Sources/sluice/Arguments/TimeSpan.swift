// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A length of time as an argument: `500ms`, `30s`, `5m`, `1h`, `7d`.
struct TimeSpan: ArgumentValue, Hashable, CustomStringConvertible {
    let duration: Duration
    /// As it was written.
    let description: String

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number < 1_000_000_000 else { return nil }
        switch argument.dropFirst(digits.count) {
        case "ms": duration = .milliseconds(number)
        case "s": duration = .seconds(number)
        case "m": duration = .seconds(number * 60)
        case "h": duration = .seconds(number * 3600)
        case "d": duration = .seconds(number * 86_400)
        default: return nil
        }
        description = argument
    }

    var milliseconds: Int64 {
        duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    }

    static func seconds(_ count: Int) -> TimeSpan { TimeSpan(duration: .seconds(count), description: "\(count)s") }
    static func minutes(_ count: Int) -> TimeSpan { TimeSpan(duration: .seconds(count * 60), description: "\(count)m") }
    static func hours(_ count: Int) -> TimeSpan { TimeSpan(duration: .seconds(count * 3600), description: "\(count)h") }
    static func days(_ count: Int) -> TimeSpan {
        TimeSpan(duration: .seconds(count * 86_400), description: "\(count)d")
    }

    private init(duration: Duration, description: String) {
        self.duration = duration
        self.description = description
    }

    static let expectation = "a number with ms, s, m, h or d, such as 30s"
}

/// A length of time above zero.
struct PositiveTimeSpan: ArgumentValue, Hashable, CustomStringConvertible {
    private let span: TimeSpan

    init(_ span: TimeSpan) { self.span = span }

    init?(argument: String) {
        guard let span = TimeSpan(argument: argument), span.duration > .zero else { return nil }
        self.span = span
    }

    var duration: Duration { span.duration }
    var description: String { span.description }

    static let expectation = TimeSpan.expectation + ", and more than nothing"
}
