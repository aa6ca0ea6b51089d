// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import SluiceRuntime
import Testing

@Suite("What the server sets and checks in an event's envelope")
struct EnvelopeRuleTests {
    private let contract: ContractFixture

    init() throws { contract = try ContractFixture() }

    private func accept(_ more: String, timestamp: String = "\(ContractFixture.now)") throws -> ContractFixture.Decoded
    {
        try contract.accept(ContractFixture.event(more: more, timestamp: timestamp))
    }

    private func null(_ branch: AvroValue) -> AvroValue { .union(branch: 1, value: branch) }

    @Test("writes the framing, the server's fields and the defaults")
    func minimal() throws {
        let decoded = try accept("")
        #expect(Array(decoded.framed.prefix(5)) == [0, 0, 0, 0, 42])
        let value = decoded.value
        #expect(value["event_id"] == .string(ContractFixture.eventID))
        #expect(value["timestamp"] == .long(ContractFixture.now))
        #expect(value["client_timestamp"] == .union(branch: 0, value: .null))
        #expect(value["time_flags"] == .int(0))
        #expect(value["received_at"] == .long(ContractFixture.now))
        #expect(value["schema_version"] == null(.int(3)))
        #expect(value["platform"] == .enumeration(symbol: "unknown"))
        #expect(value["context"]?["ip_address"] == .union(branch: 0, value: .null))
        #expect(decoded.event.eventID.description == ContractFixture.eventID)
        #expect(decoded.event.timestamp.microseconds == ContractFixture.now)
        #expect(decoded.key == ContractFixture.eventID)
    }

    @Test("takes the envelope from a field too")
    func nested() throws {
        let nested = try ContractFixture(nested: true)
        let decoded = try nested.accept(
            """
            {"properties":{},"envelope":{"user_id":"u1","timestamp":"2026-03-13T10:21:14Z","event_type":"purchase",
            "event_id":"\(ContractFixture.eventID)"}}
            """)
        #expect(decoded.value["envelope"]?["schema_version"] == null(.int(3)))
        #expect(decoded.key == "u1")
        #expect(decoded.event.timestamp.microseconds == ContractFixture.now)
    }

    @Test("chooses the key: user_id, else device_id, else event_id; empty texts don't count")
    func keys() throws {
        #expect(try accept(#","user_id":"u-1","device_id":"d-1""#).key == "u-1")
        #expect(try accept(#","user_id":"","device_id":"d-1""#).key == "d-1")
        #expect(try accept(#","user_id":null,"device_id":"d-é""#).key == "d-é")
        #expect(try accept(#","user_id":null,"device_id":"""#).key == ContractFixture.eventID)
        let long = String(repeating: "k", count: 300)
        #expect(try accept(#","user_id":"\#(long)""#).key == long)
    }

    @Test("refuses fields that only the server sets", arguments: ["received_at", "time_flags", "client_timestamp"])
    func serverFields(name: String) throws {
        let violations = try contract.refuse(ContractFixture.event(more: #","\#(name)":1"#))
        #expect(
            violations == [
                Violation(
                    pointer: "/\(name)", code: .serverField, expected: "nothing: the server sets it", found: "number 1",
                    hint: "leave it out")
            ])
    }

    @Test("writes the version that validated, and refuses another that is asked for")
    func schemaVersion() throws {
        #expect(try accept(#","schema_version":3"#).value["schema_version"] == null(.int(3)))
        #expect(try accept(#","schema_version":null"#).value["schema_version"] == null(.int(3)))
        let other = try contract.refuse(ContractFixture.event(more: #","schema_version":2"#))
        #expect(other.map(\.code) == [.schemaVersionMismatch])
        let wrong = try contract.refuse(ContractFixture.event(more: #","schema_version":"3""#))
        #expect(wrong.map(\.code) == [.typeMismatch])
    }

    @Test("refuses another event type than the contract's")
    func eventType() throws {
        let text = ContractFixture.event().replacing("\"purchase\"", with: "\"page_view\"")
        #expect(
            try contract.refuse(text) == [
                Violation(
                    pointer: "/event_type", code: .eventTypeMismatch, expected: "\"purchase\"",
                    found: "string \"page_view\"")
            ])
    }

    // MARK: Time

    private static let second: Int64 = 1_000_000

    @Test("moves the time by the skew if sent_at is given and the clock is off by more than the threshold")
    func skew() throws {
        // The client's clock is an hour ahead; the event happened 5 seconds before it was sent.
        let sent = ContractFixture.now + 3600 * Self.second
        let happened = sent - 5 * Self.second
        let decoded = try accept(#","sent_at":\#(sent),"platform":"web""#, timestamp: "\(happened)")
        #expect(decoded.value["timestamp"] == .long(ContractFixture.now - 5 * Self.second))
        #expect(decoded.value["client_timestamp"] == null(.long(happened)))
        #expect(decoded.value["sent_at"] == null(.long(sent)))
        #expect(decoded.value["time_flags"] == .int(1))
        #expect(decoded.event.timestamp.microseconds == ContractFixture.now - 5 * Self.second)
        #expect(decoded.event.timeFlags == .corrected)
    }

    @Test("leaves the time if the difference is the network's, or the source is no client")
    func noSkew() throws {
        let close = ContractFixture.now - 2 * Self.second
        #expect(try accept(#","sent_at":\#(close)"#).event.timeFlags == [])
        let far = ContractFixture.now - 3 * Self.second
        #expect(try accept(#","sent_at":\#(far)"#).event.timeFlags == .corrected)
        let backend = try accept(#","sent_at":\#(far),"platform":"backend""#)
        #expect(backend.event.timeFlags == [])
        #expect(backend.value["client_timestamp"] == .union(branch: 0, value: .null))
    }

    @Test("takes the time of receipt for a time more than a day ahead")
    func clamp() throws {
        let day = 86_400 * Self.second
        #expect(try accept("", timestamp: "\(ContractFixture.now + day)").event.timeFlags == [])
        let future = ContractFixture.now + day + 1
        let decoded = try accept("", timestamp: "\(future)")
        #expect(decoded.event.timeFlags == .clamped)
        #expect(decoded.value["timestamp"] == .long(ContractFixture.now))
        #expect(decoded.value["client_timestamp"] == null(.long(future)))
        #expect(decoded.value["time_flags"] == .int(2))
    }

    @Test("corrects and clamps one event")
    func correctedAndClamped() throws {
        let sent = ContractFixture.now - 10 * Self.second
        let ahead = ContractFixture.now + 90_000 * Self.second
        let decoded = try accept(#","sent_at":\#(sent)"#, timestamp: "\(ahead)")
        #expect(decoded.event.timeFlags == [.corrected, .clamped])
        #expect(decoded.value["client_timestamp"] == null(.long(ahead)))
    }

    @Test("doesn't believe a sent_at that would move the time out of the calendar")
    func absurdSentAt() throws {
        let decoded = try accept(
            #","sent_at":"9999-12-31T23:59:59Z""#, timestamp: #""0001-01-01T00:00:00Z""#)
        #expect(decoded.event.timeFlags == [])
        #expect(decoded.event.timestamp.microseconds == -62_135_596_800_000_000)
    }

    @Test("takes a time without a zone as UTC and flags it")
    func noZone() throws {
        let decoded = try accept("", timestamp: #""2026-03-13T10:21:14""#)
        #expect(decoded.value["timestamp"] == .long(ContractFixture.now))
        #expect(decoded.value["client_timestamp"] == .union(branch: 0, value: .null))
        #expect(decoded.value["time_flags"] == .int(4))
    }

    @Test("tells of a broken time once, and needs one")
    func brokenTimes() throws {
        let broken = try contract.refuse(
            ContractFixture.event(more: #","sent_at":"now""#, timestamp: #""yesterday""#))
        #expect(broken.map(\.pointer) == ["/sent_at", "/timestamp"])
        #expect(broken.allSatisfy { $0.code == .invalidTimestamp })
        let missing = try contract.refuse(
            #"{"event_id":"\#(ContractFixture.eventID)","event_type":"purchase","properties":{}}"#)
        #expect(missing.map(\.code) == [.missingField])
        #expect(missing.map(\.pointer) == ["/timestamp"])
    }

    // MARK: Address

    @Test(
        "cuts the client's address to its network",
        arguments: [
            ("203.0.113.77", "203.0.113.0"), ("10.1.2.3", "10.1.2.0"), ("255.255.255.255", "255.255.255.0"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"), ("2001:DB8::1", "2001:db8::"), ("::1", "::"), ("::", "::"),
            ("2001:0:5:ffff::", "2001:0:5::"), ("::ffff:203.0.113.9", "203.0.113.0"),
            ("::ffff:cb00:7109", "203.0.113.0"), ("1:2:3:4:5:6:7::", "1:2:3::"), ("::2:3:4:5:6:7:8", "0:2:3::"),
            ("fe80::1:2:3", "fe80::"), ("abcd:ef01:2345:6789:abcd:ef01:2345:6789", "abcd:ef01:2345::"),
        ])
    func addresses(address: String, network: String) throws {
        let decoded = try accept(#","context":{"ip_address":"\#(address)"}"#)
        #expect(decoded.value["context"]?["ip_address"] == null(.string(network)))
        #expect(NetworkAddress(of: address)?.description == network)
    }

    @Test(
        "refuses what is no address",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4:80", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            "1::2::3", ":1", "1:", "12345::", "::g", "fe80::1%eth0", "1.2.3.", "1:2:3:4:5:6:7:1.2.3.4", "localhost",
            "1:2:3:4:5:6:7:8::",
        ])
    func noAddresses(address: String) throws {
        let violations = try contract.refuse(ContractFixture.event(more: #","context":{"ip_address":"\#(address)"}"#))
        #expect(violations.map(\.code) == [.invalidAddress])
        #expect(violations.map(\.pointer) == ["/context/ip_address"])
        #expect(NetworkAddress(of: address) == nil)
    }

    @Test("fills in the request's network unless the client says otherwise", arguments: [true, false])
    func requestAddress(contextDefault: Bool) throws {
        var contract = try ContractFixture(contextDefault: contextDefault)
        contract.server.clientNetwork = NetworkAddress(of: "198.51.100.23")
        func address(_ more: String) throws -> AvroValue? {
            try contract.accept(ContractFixture.event(more: more)).value["context"]?["ip_address"]
        }
        #expect(try address("") == null(.string("198.51.100.0")))
        #expect(try address(#","context":{}"#) == null(.string("198.51.100.0")))
        #expect(try address(#","context":{"ip_address":"203.0.113.7"}"#) == null(.string("203.0.113.0")))
        #expect(try address(#","context":{"ip_address":null}"#) == .union(branch: 0, value: .null))
    }
}
