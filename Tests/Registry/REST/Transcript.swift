// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import TestKit
import Testing

/// A conversation with a registry, as a text that is easy to read and to write:
///
/// ```
/// POST /subjects/s/versions {"schema":"\"int\""}
/// 200 {"id":1}
/// GET /subjects/none/versions
/// 404 40401
/// GET /subjects [Accept: text/html]
/// 406 406
/// ```
///
/// A request is a method, a path, headers in brackets, and a body. Its answer is a status and either an error's code or
/// the exact body, in which `…` stands for anything. `#` begins a comment.
struct Transcript {
    /// One request and what must be answered.
    struct Exchange: Sendable {
        var method: String
        var path: String
        var headers: [(String, String)] = []
        var body: String?
        var status = 0
        var answer = ""
        var line: Int
    }

    let exchanges: [Exchange]

    init(_ text: String) throws {
        var exchanges: [Exchange] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingPrefix { $0 == " " }
            guard !line.isEmpty, line.first != "#" else { continue }
            let words = line.split(separator: " ", maxSplits: 1)
            if let status = Int(words[0]) {
                guard !exchanges.isEmpty, exchanges[exchanges.count - 1].status == 0 else {
                    throw TestKitError("line \(index + 1): an answer without a request: \(line)")
                }
                exchanges[exchanges.count - 1].status = status
                exchanges[exchanges.count - 1].answer = words.count > 1 ? String(words[1]) : ""
            } else {
                exchanges.append(try Self.request(words, line: index + 1))
            }
        }
        if let last = exchanges.first(where: { $0.status == 0 }) {
            throw TestKitError("line \(last.line): a request without an answer")
        }
        self.exchanges = exchanges
    }

    private static func request(_ words: [Substring], line: Int) throws -> Exchange {
        guard words.count == 2 else { throw TestKitError("line \(line): no path") }
        let parts = words[1].split(separator: " ", maxSplits: 1)
        var exchange = Exchange(method: String(words[0]), path: String(parts[0]), line: line)
        var rest = parts.count > 1 ? parts[1] : ""
        while rest.first == "[", let end = rest.range(of: "]"), let colon = rest.range(of: ": "),
            colon.upperBound < end.lowerBound
        {
            let name = rest[rest.index(after: rest.startIndex)..<colon.lowerBound]
            exchange.headers.append((String(name), String(rest[colon.upperBound..<end.lowerBound])))
            rest = rest[end.upperBound...].trimmingPrefix { $0 == " " }
        }
        if !rest.isEmpty { exchange.body = String(rest) }
        return exchange
    }

    /// Has the conversation, and records each answer that is another than it says.
    func run(on registry: TestRegistry) throws {
        for exchange in exchanges {
            let answer = try registry.send(
                exchange.method, exchange.path, text: exchange.body, headers: exchange.headers)
            let isRight =
                answer.status == exchange.status
                && (Int(exchange.answer).map { exchange.status >= 400 && answer.errorCode == $0 } == true
                    || Self.matches(answer.text, exchange.answer))
            #expect(
                isRight,
                """
                line \(exchange.line): \(exchange.method) \(exchange.path) must answer
                \(exchange.status) \(exchange.answer)
                and answers
                \(answer.status) \(answer.text)
                """)
        }
    }

    /// Whether a text is as the pattern says, in which `…` stands for anything.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        var parts = pattern.split(separator: "…", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return text == pattern }
        let (first, last) = (parts.removeFirst(), parts.removeLast())
        guard text.hasPrefix(first), text.hasSuffix(last), text.utf8.count >= first.utf8.count + last.utf8.count
        else { return false }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts where !part.isEmpty {
            guard let found = rest.range(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
