// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import Synchronization

/// Where a command writes: results to the output, what a person should know beside them to the error stream.
struct Console: Sendable {
    enum Style: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    let out: any TextSink
    let err: any TextSink
    /// Whether the error stream is a terminal: progress is drawn in place only there.
    let isLive: Bool
    /// Whether text is coloured.
    let isColoured: Bool
    /// In characters.
    let width: Int

    /// The process's own streams; colours and width from the terminal, if there is one.
    static let standard: Console = {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        var size = winsize()
        let known = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return Console(
            out: FileSink(STDOUT_FILENO), err: FileSink(STDERR_FILENO), isLive: isTerminal,
            isColoured: isTerminal && isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty,
            width: known ? Int(size.ws_col) : 100)
    }()

    /// Writes a line of the result.
    func print(_ text: String) { out.write(text.hasSuffix("\n") ? text : text + "\n") }

    /// Writes a line for a person, beside the result.
    func error(_ text: String) { err.write(text.hasSuffix("\n") ? text : text + "\n") }

    /// Says why a command did not do what it was asked for.
    func fail(_ invocation: String, _ text: String) {
        error(styled(invocation + ":", .red) + " " + text)
    }

    func styled(_ text: String, _ styles: Style...) -> String {
        guard isColoured, !text.isEmpty else { return text }
        return "\u{1B}[" + styles.map(\.rawValue).joined(separator: ";") + "m" + text + "\u{1B}[0m"
    }

    /// Writes a value as JSON, two spaces an indentation, members in alphabetical order.
    func printJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// Something text is written to.
protocol TextSink: Sendable {
    func write(_ text: String)
    /// Whether nobody reads any more, as with `… | head`: what is written from now on is lost.
    var isClosed: Bool { get }
}

/// A file descriptor of the process.
final class FileSink: TextSink {
    private let descriptor: Int32
    private let hasFailed = Atomic(false)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    var isClosed: Bool { hasFailed.load(ordering: .relaxed) }

    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    hasFailed.store(true, ordering: .relaxed)
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}

/// Keeps what is written: for tests.
final class TextBuffer: TextSink {
    private let content = Mutex("")

    func write(_ text: String) { content.withLock { $0 += text } }

    var isClosed: Bool { false }
    var text: String { content.withLock { $0 } }
}
