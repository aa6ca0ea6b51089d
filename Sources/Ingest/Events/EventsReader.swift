// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Contracts
internal import Formats

/// Splits a request's body, a JSON object or an array of them, into events.
///
/// The whole body is parsed at once. If that fails, each element of the array is parsed alone, so that one broken event
/// does not spoil its neighbours.
struct EventsReader {
    /// One event of the body.
    enum Event {
        /// Well-formed: the value at `index` of the tape, which is valid until the visitor returns.
        case parsed(tape: JSONTape, index: Int)
        /// Not JSON, though its neighbours may be.
        case broken(Violation)
    }

    /// Why nothing of a body can be taken.
    enum Failure: Error, Sendable, Hashable {
        case unparsable(JSONParserError)
        /// It is JSON, but no object and no array.
        case notEvents
        case tooMany(count: Int)
    }

    let parser: JSONParser
    let maximumEvents: Int

    /// Visits the events in order.
    ///
    /// - Parameter body: must be followed by `JSONParser.padding` readable bytes.
    /// - Throws: before anything is visited.
    func read(
        padded body: UnsafeRawBufferPointer, _ visit: (_ index: Int, _ event: Event) -> Void
    ) throws(Failure) {
        let tape: JSONTape
        do {
            tape = try parser.parse(padded: body)
        } catch {
            return try readAlone(body, whole: error, visit)
        }
        switch tape.kind(at: tape.root) {
        case .object:
            visit(0, .parsed(tape: tape, index: tape.root))
        case .array:
            let count = tape.childCount(of: tape.root)
            guard count <= maximumEvents else { throw .tooMany(count: count) }
            var position = 0
            for index in tape.elements(at: tape.root) {
                visit(position, .parsed(tape: tape, index: index))
                position += 1
            }
        default:
            throw .notEvents
        }
    }

    /// The slow path for bodies that are not JSON as a whole.
    private func readAlone(
        _ body: UnsafeRawBufferPointer, whole error: JSONParserError, _ visit: (_ index: Int, _ event: Event) -> Void
    ) throws(Failure) {
        guard let places = try? JSONSplitter.elements(of: body) else { throw .unparsable(error) }
        guard places.count <= maximumEvents else { throw .tooMany(count: places.count) }
        for (position, place) in places.enumerated() {
            let text = UnsafeRawBufferPointer(rebasing: body[place])
            do {
                // What follows the element is the rest of the body or its padding: readable in any case.
                let tape = try parser.parse(padded: text)
                visit(position, .parsed(tape: tape, index: tape.root))
            } catch {
                visit(position, .broken(Self.violation(error, in: body, at: place)))
            }
        }
    }

    private static func violation(
        _ error: JSONParserError, in body: UnsafeRawBufferPointer, at place: Range<Int>
    ) -> Violation {
        let code: ErrorCode =
            switch error.reason {
            case .tooDeep: .nestingTooDeep
            case .tooLarge: .eventTooLarge
            default: .invalidJSON
            }
        let offset = place.lowerBound + (error.offset ?? 0)
        var line = 1
        var column = 1
        for byte in body[..<min(offset, body.count)] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return Violation(
            pointer: "", code: code, expected: "a JSON object",
            found: "\(error.reason.rawValue), at line \(line), column \(column) of the body (byte \(offset))")
    }

    /// Where each event of a body that was read stands in it; one place for a body that is a single event.
    static func places(in body: UnsafeRawBufferPointer) -> [Range<Int>] {
        (try? JSONSplitter.elements(of: body)) ?? [0..<body.count]
    }
}
