// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import Formats
import Testing

@testable import Contracts
@testable import Ingest

@Suite("A body is read as events, each for itself if need be")
struct EventsReaderTests {
    private func read(_ text: String, maximumEvents: Int = 10) throws -> [String] {
        let reader = EventsReader(parser: try JSONParser(maximumDepth: 5), maximumEvents: maximumEvents)
        var events: [String] = []
        let body = HTTPBody(Array(text.utf8))
        try body.withUnsafeBytes { bytes in
            try reader.read(padded: bytes) { index, event in
                #expect(index == events.count)
                switch event {
                case .parsed(let tape, let position):
                    events.append(tape.member("n", of: position).map { "\(tape.numberBits(at: $0))" } ?? "?")
                case .broken(let violation):
                    events.append(violation.code.rawValue)
                }
            }
        }
        return events
    }

    @Test("An object is one event, an array has any number")
    func whole() throws {
        #expect(try read(#" {"n":1} "#) == ["1"])
        #expect(try read(#"[{"n":1},{"n":2}]"#) == ["1", "2"])
        #expect(try read("[]") == [])
    }

    @Test("One broken element leaves the others")
    func alone() throws {
        #expect(try read(#"[{"n":1},{"n":1e999},{"n":3}]"#) == ["1", "invalid_json", "3"])
        #expect(try read(#"[{"n":1},{"s":"\udead"},{"n":3}]"#) == ["1", "invalid_json", "3"])
        #expect(try read(#"[{"n":1},{"d":[[[[[1]]]]]}]"#) == ["1", "nesting_too_deep"])
        #expect(try read(#" {"n":1e999}"#) == ["invalid_json"])
    }

    @Test("What can't be split is refused as a whole, before anything is visited")
    func unparsable() {
        for text in ["", "{", #"[{"n":1},"#, #"[{"n":1}] x"#, #"{"n":1e999"#] {
            #expect(throws: EventsReader.Failure.self) { try read(text) }
        }
        #expect(throws: EventsReader.Failure.notEvents) { try read("7") }
        #expect(throws: EventsReader.Failure.tooMany(count: 3)) { try read("[1,2,3]", maximumEvents: 2) }
    }

    @Test("Media types")
    func mediaTypes() {
        #expect(MediaType("Application/JSON ; Charset=\"utf-8\"")?.type == "application/json")
        #expect(MediaType("text/plain; charset=UTF-8")?.isUTF8 == true)
        #expect(MediaType("text/plain; charset=latin1")?.isUTF8 == false)
        #expect(MediaType("text/plain;")?.isJSON == true)
        for text in ["", "json", "/", "a/b/c", "a/b; c"] { #expect(MediaType(text) == nil, "\(text)") }
    }
}
