// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import Testing

@Suite("Which branch of a union a JSON value takes")
struct UnionRuleTests {
    private func branch(_ types: String, _ json: String) throws -> Int? {
        guard case .union(let branch, _)? = try PropertyFixture("[\(types)]").accept(json) else { return nil }
        return branch
    }

    @Test("null beside one type", arguments: [#""null","int""#, #""int","null""#])
    func nullable(types: String) throws {
        let null = types.hasPrefix("\"null") ? 0 : 1
        #expect(try branch(types, "null") == null)
        #expect(try branch(types, "7") == 1 - null)
        let violations = try PropertyFixture("[\(types)]").refuse(#""x""#)
        #expect(violations.map(\.expected) == ["int"])
        #expect(violations.map(\.pointer) == ["/properties/p"])
    }

    @Test("numbers")
    func numbers() throws {
        #expect(try branch(#""int","long","double""#, "1") == 0)
        #expect(try branch(#""int","long","double""#, "2147483648") == 1)
        #expect(try branch(#""int","long","double""#, "0.5") == 2)
        #expect(try branch(#""int","long","double""#, "9223372036854775808") == 2)
        #expect(try branch(#""double","int""#, "1") == 1)
        #expect(try branch(#""float","string""#, "1") == 0)
        #expect(try branch(#""double",\#(ValueRuleTests.decimal)"#, "0.5") == 1)
        #expect(try branch(#""double",\#(ValueRuleTests.decimal)"#, "0.125") == 0)
        #expect(try branch(#""int","string""#, "1.0") == 0)
        #expect(try branch(#"\#(ValueRuleTests.timestampMicros),"string""#, "1") == 0)
    }

    @Test("strings")
    func strings() throws {
        let enumOrString = #""string",\#(ValueRuleTests.color)"#
        #expect(try branch(enumOrString, #""red""#) == 1)
        #expect(try branch(enumOrString, #""mauve""#) == 0)
        let times = "\(ValueRuleTests.timestampMicros),\(ValueRuleTests.date),\(ValueRuleTests.uuid),\"bytes\""
        #expect(try branch(times, #""2026-03-13T10:21:14Z""#) == 0)
        #expect(try branch(times, #""2026-03-13""#) == 1)
        #expect(try branch(times, #""0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10""#) == 2)
        #expect(try branch(times, #""AQID""#) == 3)
        // A plain string takes every text: nothing guesses at it.
        #expect(try branch(#"\#(ValueRuleTests.timestampMicros),"string""#, #""2026-03-13T10:21:14Z""#) == 1)
        #expect(try branch(#"\#(ValueRuleTests.decimal),"string""#, #""12.50""#) == 1)
    }

    @Test("booleans, arrays and objects")
    func containers() throws {
        let types = #""boolean",{"type":"array","items":"int"},{"type":"map","values":"int"},"string""#
        #expect(try branch(types, "true") == 0)
        #expect(try branch(types, "[1]") == 1)
        #expect(try branch(types, #"{"a":1}"#) == 2)
        #expect(try branch(types, #""a""#) == 3)
    }

    @Test("records by their members, then the map")
    func records() throws {
        let card =
            #"{"type":"record","name":"Card","fields":[{"name":"number","type":"string"},{"name":"holder","type":["null","string"],"default":null}]}"#
        let account =
            #"{"type":"record","name":"Account","fields":[{"name":"iban","type":"string"},{"name":"holder","type":"string"}]}"#
        let map = #"{"type":"map","values":"string"}"#
        #expect(try branch("\(card),\(account)", #"{"number":"1"}"#) == 0)
        #expect(try branch("\(card),\(account)", #"{"iban":"1","holder":"x"}"#) == 1)
        #expect(try branch("\(map),\(card)", #"{"number":"1"}"#) == 1)
        #expect(try branch("\(map),\(card)", #"{"other":"1"}"#) == 0)
        #expect(try branch("\(map),\(card)", "{}") == 0)
        // Nothing fits: the violations are those of the record that knows most.
        let violations = try PropertyFixture("[\(card),\(account)]").refuse(#"{"iban":"1","holde":"x"}"#)
        #expect(violations.map(\.code) == [.unknownField, .missingField])
        #expect(violations.map(\.pointer) == ["/properties/p/holde", "/properties/p/holder"])
        #expect(violations.first?.hint == #"did you mean "holder"?"#)
    }

    @Test("names all branches if none takes the value")
    func noBranch() throws {
        let violations = try PropertyFixture(#"["null","int",{"type":"array","items":"string"}]"#).refuse(#""x""#)
        #expect(violations.map(\.expected) == ["null or int or array of string"])
        let fraction = try PropertyFixture(#"["null","int","long"]"#).refuse("1.5")
        #expect(fraction.map(\.code) == [.typeMismatch])
        #expect(fraction.map(\.expected) == ["null or int or long"])
    }

    @Test(
        "branches that no value would tell apart are refused with the schema",
        arguments: [
            #""string","bytes""#, #""null","string",\#(ValueRuleTests.three)"#,
            #""bytes",\#(ValueRuleTests.three)"#, #""string",\#(ValueRuleTests.uuidBytes)"#,
            #"\#(ValueRuleTests.decimal),\#(ValueRuleTests.three)"#,
            #"\#(ValueRuleTests.decimal),\#(ValueRuleTests.fixedDecimal)"#,
        ])
    func ambiguous(types: String) throws {
        let error = #expect(throws: ContractError.self) { _ = try PropertyFixture("[\(types)]") }
        guard case .ambiguousUnion(let path, _, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == "properties.p")
    }
}
