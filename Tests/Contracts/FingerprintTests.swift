// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import Testing

@Suite("The fingerprint that tells a retry from a conflict")
struct FingerprintTests {
    private func fingerprint(_ text: String) throws -> UInt64 {
        let parser = try JSONParser()
        let tape = try parser.parse(text.utf8)
        return EventFingerprint.of(tape, at: tape.root)
    }

    private let base = #"{"event_id":"a","timestamp":1,"user_id":"u","properties":{"n":1,"s":"é","l":[1,2],"m":{}}}"#

    @Test(
        "is the same for the same content",
        arguments: [
            #"{"properties":{"m":{},"l":[1,2],"s":"é","n":1},"user_id":"u","timestamp":1,"event_id":"a"}"#,
            #"{ "event_id" : "a", "timestamp" : 1.0, "user_id":"u","properties":{"n":1e0,"s":"\u00e9","l":[1,2],"m":{}}}"#,
            #"{"event_id":"b","sent_at":5,"schema_version":9,"timestamp":1,"user_id":"u","session_id":null,"properties":{"n":1,"s":"é","l":[1,2],"m":{}}}"#,
        ])
    func same(text: String) throws { #expect(try fingerprint(text) == fingerprint(base)) }

    @Test(
        "differs for other content",
        arguments: [
            #"{"event_id":"a","timestamp":2,"user_id":"u","properties":{"n":1,"s":"é","l":[1,2],"m":{}}}"#,
            #"{"event_id":"a","timestamp":1,"user_id":"v","properties":{"n":1,"s":"é","l":[1,2],"m":{}}}"#,
            #"{"event_id":"a","timestamp":1,"user_id":"u","properties":{"n":1,"s":"é","l":[2,1],"m":{}}}"#,
            #"{"event_id":"a","timestamp":1,"user_id":"u","properties":{"n":"1","s":"é","l":[1,2],"m":{}}}"#,
            #"{"event_id":"a","timestamp":1,"user_id":"u","properties":{"n":1,"s":"é","l":[1,2],"m":[]}}"#,
            #"{"event_id":"a","timestamp":1,"user_id":"u","properties":{"n":1,"s":"é","l":[[1],2],"m":{}}}"#,
            #"{"event_id":"a","timestamp":1,"user_id":"u","properties":{"s":1,"n":"é","l":[1,2],"m":{}}}"#,
            #"{"event_id":"a","timestamp":1,"user_id":"u","properties":{"n":1,"s":"é","l":[1,2],"m":{"sent_at":1}}}"#,
            #"{"event_id":"a","timestamp":1,"user_id":"u","properties":{"n":1.5,"s":"é","l":[1,2],"m":{}}}"#,
        ])
    func different(text: String) throws { #expect(try fingerprint(text) != fingerprint(base)) }

    @Test("leaves out the same fields of a nested envelope")
    func nested() throws {
        let first = #"{"envelope":{"event_id":"a","sent_at":1,"user_id":"u"},"properties":{}}"#
        let second = #"{"properties":{},"envelope":{"user_id":"u","sent_at":2,"event_id":"b"}}"#
        #expect(try fingerprint(first) == fingerprint(second))
    }

    @Test("never changes between releases, since it is stored")
    func stable() throws { #expect(try fingerprint(base) == 0xBC9E_064E_2338_DDC6) }

    @Test("is given with the encoded event")
    func encoded() throws {
        let contract = try ContractFixture()
        let text = ContractFixture.event()
        #expect(try contract.accept(text).event.fingerprint == fingerprint(text))
    }
}
