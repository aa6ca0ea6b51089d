// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import SluiceRuntime
import TestKit
import Testing

@Suite("Events that nobody would send")
struct MutationTests {
    private static let properties = """
        {"name":"i","type":"int"},{"name":"l","type":["null","long"],"default":null},
        {"name":"d","type":\(ValueRuleTests.decimal)},{"name":"u","type":["null",\(ValueRuleTests.uuid)]},
        {"name":"t","type":\(ValueRuleTests.timestampMicros)},{"name":"n","type":\(ValueRuleTests.timestampNanos)},
        {"name":"day","type":\(ValueRuleTests.date)},{"name":"c","type":\(ValueRuleTests.color)},
        {"name":"b","type":"bytes"},{"name":"x","type":\(ValueRuleTests.three)},{"name":"f","type":"float"},
        {"name":"m","type":{"type":"map","values":["null","int",{"type":"array","items":"string"}]}},
        {"name":"r","type":["null",{"type":"record","name":"Node","fields":[{"name":"v","type":["int","string",
        \(ValueRuleTests.fixedDecimal)]},{"name":"next","type":["null","Node"]}]},{"type":"map","values":"double"}]}
        """

    private static let event = #"""
        {"event_id":"0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10","event_type":"purchase","timestamp":"2026-03-13T10:21:14Z",
        "sent_at":"2026-03-13T10:21:15.5+01:00","user_id":"u","device_id":"d","platform":"web","schema_version":3,
        "context":{"ip_address":"2001:db8::1","page_url":"https://é"},"properties":{"i":1,"l":-5,"d":12.50,
        "u":"0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10","t":1773397274000000,"n":"2026-03-13T10:21:14.123456789Z",
        "day":"2026-03-13","c":"red","b":"AQID","x":"AQID","f":1.5,"m":{"a":null,"b":1,"c":["x","y"]},
        "r":{"v":"1.5","next":{"v":1,"next":null}}}}
        """#

    private static let snippets = [
        "null", "true", "0", "-1", "1.5", "-0.0", "1e308", "1e-400", "9223372036854775807", "-9223372036854775808",
        "18446744073709551615", "99999999999999999999.999", "1e37", "0.00000000000000000000000000000000000000001",
        "\"\"", "\"\\u0000\"", "\"é\"", "[]", "{}", "[[[]]]", #"{"a":{"a":{}}}"#, #"{"v":1,"next":null}"#, #""+Z""#,
        #""9999-12-31T23:59:59.999999999Z""#, #""0000-01-01T00:00:00Z""#, #""0001-01-01T00:00:00-23:59""#,
        #""2026-03-13T10:21:14.""#, #""-""#, #""-1e""#, #""1e-99999999999999999999""#, #""====""#, #""A===""#,
        #"[1,2,{"v":[]},"x"]"#, #"{"event_id":1,"event_id":2}"#,
    ]

    /// Places of values in the text: after a colon or an opening bracket of an array.
    private func replaceValue(_ text: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let colons = text.indices.filter { text[$0] == UInt8(ascii: ":") && $0 + 1 < text.count }
        guard let colon = colons.randomElement(using: &random) else { return text }
        var end = colon + 1
        var depth = 0
        var inString = false
        while end < text.count {
            switch text[end] {
            case UInt8(ascii: "\""): inString.toggle()
            case UInt8(ascii: "["), UInt8(ascii: "{"): if !inString { depth += 1 }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): if !inString { depth -= 1 }
            case UInt8(ascii: ","): if !inString && depth == 0 { depth = -1 }
            default: break
            }
            if depth < 0 { break }
            end += 1
        }
        let snippet = Self.snippets.randomElement(using: &random) ?? "0"
        return text[...colon] + Array(snippet.utf8) + text[end...]
    }

    @Test("are refused or encode to what decodes, and never trap", arguments: 1...4)
    func mutations(seed: UInt64) throws {
        let contract = try ContractFixture(properties: Self.properties)
        _ = try contract.accept(Self.event)
        var random = SeededGenerator(seed: seed)
        let parser = try JSONParser(maximumDepth: 80)
        let encoder = EventEncoder()
        var output = OutputBuffer(capacity: 0)
        var (accepted, refused) = (0, 0)
        for round in 0..<2500 {
            var text = Array(Self.event.utf8)
            for _ in 0...Int.random(in: 0...2, using: &random) {
                if round % 4 == 0 {
                    let at = Int.random(in: 0..<text.count, using: &random)
                    text[at] = UInt8.random(in: 0x20..<0x7F, using: &random)
                } else {
                    text = replaceValue(text, &random)
                }
            }
            guard let tape = try? parser.parse(text) else { continue }
            output.removeAll()
            switch encoder.encode(contract.plan, tape: tape, at: tape.root, server: contract.server, into: &output) {
            case .encoded(let event):
                accepted += 1
                _ = try AvroValue.decode(Array(output.bytes(in: event.range).dropFirst(5)), as: contract.schema)
                #expect(!event.keyRange.isEmpty)
            case .refused(let violations):
                refused += 1
                #expect(!violations.isEmpty)
                for violation in violations { _ = violation.json.text() }
            }
        }
        // The mutations must be near enough to what is valid to reach both ends.
        #expect(accepted > 50)
        #expect(refused > 500)
    }
}
