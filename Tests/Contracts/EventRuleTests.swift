// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import SluiceRuntime
import Testing

@Suite("Events and their fields")
struct EventRuleTests {
    @Test("fills in what is missing: the default, else null")
    func fillings() throws {
        let contract = try ContractFixture(
            properties: """
                {"name":"a","type":"int","default":7},{"name":"b","type":["string","null"],"default":"x"},
                {"name":"c","type":["int","null"]},
                {"name":"d","type":{"type":"record","name":"D","fields":[{"name":"n","type":"int","default":1},
                 {"name":"s","type":{"type":"array","items":"string"}}]},"default":{"s":["p","q"]}},
                {"name":"e","type":{"type":"bytes","logicalType":"decimal","precision":4,"scale":2},"default":"\\u0001\\u00f4"},
                {"name":"f","type":"double","default":0.5},{"name":"g","type":{"type":"map","values":"int"},"default":{}}
                """)
        let value = try contract.accept(ContractFixture.event()).value["properties"]
        #expect(value?["a"] == .int(7))
        #expect(value?["b"] == .union(branch: 0, value: .string("x")))
        #expect(value?["c"] == .union(branch: 1, value: .null))
        #expect(value?["d"]?["n"] == .int(1))
        #expect(value?["d"]?["s"] == .array([.string("p"), .string("q")]))
        #expect(value?["e"] == .bytes([1, 0xF4]))
        #expect(value?["f"] == .double(0.5))
        #expect(value?["g"] == .map([]))
    }

    @Test("says that a null may be left out where there is a default")
    func nullForDefault() throws {
        let violations = try PropertyFixture(#""int""#, default: "1").refuse("null")
        #expect(violations.map(\.hint) == ["leave it out: it has a default"])
    }

    @Test("lists every violation of an event, in the order of the schema")
    func allViolations() throws {
        let contract = try ContractFixture(
            properties: """
                {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}},
                {"name":"currency","type":"string"},{"name":"quantity","type":"int"}
                """)
        let violations = try contract.refuse(
            #"""
            {"event_id":"x","event_type":"purchase","timestamp":"2026-03-13T10:21:14Z","user":"u",
             "properties":{"price":"12,5","quantity":3000000000,"curency":"EUR","price":"1"},"received_at":null}
            """#)
        #expect(
            violations.map { "\($0.pointer) \($0.code.rawValue)" } == [
                "/user unknown_field", "/event_id invalid_uuid", "/received_at server_field",
                "/properties/curency unknown_field", "/properties/price duplicate_field",
                "/properties/price type_mismatch", "/properties/currency missing_field",
                "/properties/quantity out_of_range",
            ])
        #expect(violations[3].hint == #"did you mean "currency"?"#)
        #expect(violations[6].expected == "string")
        #expect(violations[6].found == "nothing")
    }

    @Test("renders a violation as the reply has it")
    func json() throws {
        let violations = try PropertyFixture(ValueRuleTests.decimal).refuse(#""12,5""#)
        #expect(
            violations.map { $0.json.text() } == [
                #"{"pointer":"/properties/p","code":"type_mismatch","expected":"decimal(12,2)","#
                    + #""found":"string \"12,5\"","hint":"use \"12.5\""}"#
            ])
    }

    @Test("cuts long values in errors")
    func longValues() throws {
        let violations = try PropertyFixture(#""int""#).refuse("\"\(String(repeating: "é", count: 500))\"")
        #expect(violations.first?.found == "string \"\(String(repeating: "é", count: 60))…\"")
    }

    @Test("cuts long names in pointers, so that an error isn't larger than the event")
    func longNames() throws {
        let name = String(repeating: "k", count: 100_000)
        let values = Array(repeating: "true", count: 50).joined(separator: ",")
        let fixture = try PropertyFixture(#"{"type":"map","values":{"type":"array","items":"int"}}"#)
        let violations = try fixture.refuse(#"{"\#(name)":[\#(values)]}"#)
        #expect(violations.count == 50)
        #expect(violations.last?.pointer == "/properties/p/\(name.prefix(200))…/49")
    }

    @Test("leaves out unknown members if the subject says so")
    func dropUnknown() throws {
        let contract = try ContractFixture(properties: #"{"name":"a","type":"int"}"#, unknownFields: .drop)
        let text = ContractFixture.event(properties: #"{"z":{"y":[1,{}]},"a":1}"#, more: #","extra":[[]]"#)
        #expect(try contract.accept(text).value["properties"]?["a"] == .int(1))
    }

    @Test("refuses an event that is no object", arguments: ["[]", "1", "null", "\"x\""])
    func noObject(text: String) throws {
        let violations = try ContractFixture().refuse(text)
        #expect(violations.map(\.code) == [.notAnObject])
        #expect(violations.map(\.pointer) == [""])
    }

    @Test("takes members in any order, and each event of an array")
    func order() throws {
        let contract = try ContractFixture(properties: #"{"name":"a","type":"int"},{"name":"b","type":"int"}"#)
        let first = ContractFixture.event(properties: #"{"a":1,"b":2}"#)
        let second = #"""
            {"properties":{"b":2,"a":1},"timestamp":\#(ContractFixture.now),"event_type":"purchase",
            "event_id":"\#(ContractFixture.eventID)"}
            """#
        let parser = try JSONParser()
        let tape = try parser.parse("[\(first),\(second),{}]".utf8)
        var framed: [[UInt8]] = []
        var refused = 0
        for index in tape.elements(at: tape.root) {
            switch try contract.encode(tape, at: index) {
            case .accepted(let decoded): framed.append(decoded.framed)
            case .refused(let violations): refused = violations.count
            }
        }
        #expect(framed.count == 2)
        #expect(framed.first == framed.last)
        #expect(refused == 4)
    }

    @Test("limits nesting, also of recursive types")
    func nesting() throws {
        let contract = try ContractFixture(
            properties:
                #"{"name":"tree","type":{"type":"record","name":"Tree","fields":[{"name":"next","type":["null","Tree"]}]}}"#
        )
        func tree(_ depth: Int) -> String {
            let text = String(repeating: #"{"next":"#, count: depth) + "null" + String(repeating: "}", count: depth)
            return ContractFixture.event(properties: #"{"tree":\#(text)}"#)
        }
        _ = try contract.accept(tree(62))
        let violations = try contract.refuse(tree(63))
        #expect(violations.map(\.code) == [.nestingTooDeep])
        #expect(violations.first?.expected == "at most 64 objects and arrays inside each other")
    }

    @Test("limits an event's size as sent, also within a larger body")
    func size() throws {
        var contract = try ContractFixture(properties: #"{"name":"s","type":"string"}"#)
        contract.limits.eventBytes = 1000
        func event(_ count: Int) -> String {
            ContractFixture.event(properties: #"{"s":"\#(String(repeating: "a", count: count))"}"#)
        }
        let base = event(0).utf8.count
        _ = try contract.accept(event(1000 - base))
        #expect(try contract.refuse(event(1001 - base)).map(\.code) == [.eventTooLarge])
        let parser = try JSONParser()
        let tape = try parser.parse("[\(event(900 - base)),\(event(900 - base))]".utf8)
        for index in tape.elements(at: tape.root) {
            guard case .accepted = try contract.encode(tape, at: index) else {
                Issue.record("an event within the limit was refused")
                return
            }
        }
    }

    @Test("limits an event's size as encoded: defaults may be larger than what was sent")
    func encodedSize() throws {
        let padding = String(repeating: "d", count: 1000)
        var contract = try ContractFixture(
            properties: """
                {"name":"a","type":{"type":"array","items":{"type":"record","name":"Item","fields":[
                {"name":"s","type":"string","default":"\(padding)"}]}}}
                """)
        contract.limits.eventBytes = 20_000
        let few = Array(repeating: "{}", count: 15).joined(separator: ",")
        _ = try contract.accept(ContractFixture.event(properties: #"{"a":[\#(few)]}"#))
        let many = Array(repeating: "{}", count: 4000).joined(separator: ",")
        #expect(
            try contract.refuse(ContractFixture.event(properties: #"{"a":[\#(many)]}"#)).map(\.code) == [.eventTooLarge]
        )
    }

    @Test("tells at most a hundred violations")
    func manyViolations() throws {
        let fixture = try PropertyFixture(#"{"type":"array","items":"int"}"#)
        let json = "[\(Array(repeating: "true", count: 5000).joined(separator: ","))]"
        let violations = try fixture.refuse(json)
        #expect(violations.count == EventEncoder.maximumViolations)
        #expect(violations.last?.pointer == "/properties/p/99")
    }

    @Test("leaves the output as it was when an event is refused, and appends when it isn't")
    func output() throws {
        let contract = try ContractFixture()
        let parser = try JSONParser()
        let encoder = EventEncoder()
        var output = OutputBuffer()
        var ranges: [Range<Int>] = []
        for text in [ContractFixture.event(), "{}", ContractFixture.event(more: #","user_id":"u""#)] {
            let tape = try parser.parse(text.utf8)
            let before = output.count
            switch encoder.encode(contract.plan, tape: tape, at: tape.root, server: contract.server, into: &output) {
            case .encoded(let event): ranges.append(event.range)
            case .refused: #expect(output.count == before)
            }
        }
        #expect(ranges.count == 2)
        #expect(ranges.first?.upperBound == ranges.last?.lowerBound)
        #expect(ranges.last?.upperBound == output.count)
        for range in ranges { #expect(output.bytes(in: range).prefix(5) == [0, 0, 0, 0, 42]) }
        #expect(output.bytes(in: 0..<output.count + 1).isEmpty)
    }

    @Test("reads what routes an event before its contract is known")
    func header() throws {
        let parser = try JSONParser()
        var tape = try parser.parse(#"{"schema_version":2,"event_type":"click","event_id":"abc"}"#.utf8)
        var header = EventHeader(tape, at: tape.root)
        #expect(header.eventType.map { String(decoding: $0, as: UTF8.self) } == "click")
        #expect(header.schemaVersion == 2)
        #expect(header.eventID == "abc")
        tape = try parser.parse(#"{"envelope":{"event_type":"click","schema_version":"2"}}"#.utf8)
        header = EventHeader(tape, at: tape.root)
        #expect(header.eventType.map { String(decoding: $0, as: UTF8.self) } == "click")
        #expect(header.schemaVersion == nil)
        tape = try parser.parse("[1]".utf8)
        #expect(EventHeader(tape, at: tape.root).eventType == nil)
    }
}
