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
        let places: [Range<Int>]
        if let object = try? JSONSplitter.object(of: body) {
            places = [object]
        } else if let elements = try? JSONSplitter.elements(of: body) {
            places = elements
        } else {
            throw .unparsable(error)
        }
        guard places.count <= maximumEvents else { throw .tooMany(count: places.count) }
        var lines = LineCounter()
        for (position, place) in places.enumerated() {
            let text = UnsafeRawBufferPointer(rebasing: body[place])
            do {
                // What follows the element is the rest of the body or its padding: readable in any case.
                let tape = try parser.parse(padded: text)
                visit(position, .parsed(tape: tape, index: tape.root))
            } catch {
                lines.advance(to: place.lowerBound + (error.offset ?? 0), in: body)
                visit(position, .broken(Self.violation(error, at: lines)))
            }
        }
    }

    private static func violation(_ error: JSONParserError, at place: LineCounter) -> Violation {
        let code: ErrorCode =
            switch error.reason {
            case .tooDeep: .nestingTooDeep
            case .tooLarge: .eventTooLarge
            default: .invalidJSON
            }
        return Violation(
            pointer: "", code: code, expected: "a JSON object",
            found: "\(error.reason.rawValue), at \(place.position) of the body "
                + "(byte \(place.offset))")
    }

    /// Where each event of a body that was read stands in it; one place for a body that is a single event.
    static func places(in body: UnsafeRawBufferPointer) -> [Range<Int>] {
        if let elements = try? JSONSplitter.elements(of: body) { return elements }
        return [(try? JSONSplitter.object(of: body)) ?? 0..<body.count]
    }
}
