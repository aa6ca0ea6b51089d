// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Contracts
import Formats
import SluiceRuntime

/// A contract with the envelope and properties of the test's choice, and an encoder for it.
struct ContractFixture {
    static let eventID = "0f9e4a52-7d0b-4c59-9a53-0b2f6b1f2a10"
    /// 2026-03-13T10:21:14Z.
    static let now: Int64 = 1_773_397_274_000_000

    let schema: AvroSchema
    let plan: ContractPlan
    var server = ServerFields(receivedAt: Timestamp(microseconds: now))
    var limits = EventEncoder.Limits()

    /// - Parameter properties: the fields of `properties` as JSON, without the brackets.
    init(
        properties: String = "", nested: Bool = false, unknownFields: UnknownFieldPolicy = .refuse, version: Int32 = 3,
        contextDefault: Bool = true
    ) throws {
        schema = try AvroSchema.parse(
            Self.schemaText(properties: properties, nested: nested, contextDefault: contextDefault))
        plan = try ContractPlan(
            schema: schema, schemaID: 42, version: version, eventType: "purchase", unknownFields: unknownFields)
    }

    init(schema: AvroSchema, eventType: String) throws {
        self.schema = schema
        plan = try ContractPlan(schema: schema, schemaID: 42, version: 3, eventType: eventType)
    }

    static func schemaText(properties: String, nested: Bool = false, contextDefault: Bool = true) -> String {
        let timestamp = #"{"type":"long","logicalType":"timestamp-micros"}"#
        let text = #"["null","string"]"#
        let context = ["page_url", "referrer", "user_agent", "ip_address", "country"]
            .map { #"{"name":"\#($0)","type":\#(text),"default":null}"# }.joined(separator: ",")
        let nulls = #"{"page_url":null,"referrer":null,"user_agent":null,"ip_address":null,"country":null}"#
        let envelope = """
            {"name":"event_id","type":{"type":"string","logicalType":"uuid"}},
            {"name":"event_type","type":"string"},
            {"name":"timestamp","type":\(timestamp)},
            {"name":"client_timestamp","type":["null",\(timestamp)],"default":null},
            {"name":"time_flags","type":"int","default":0},
            {"name":"sent_at","type":["null",\(timestamp)],"default":null},
            {"name":"received_at","type":\(timestamp)},
            {"name":"session_id","type":\(text),"default":null},
            {"name":"user_id","type":\(text),"default":null},
            {"name":"device_id","type":"string","default":""},
            {"name":"app_version","type":"string","default":""},
            {"name":"platform","type":{"type":"enum","name":"Platform",
             "symbols":["unknown","web","ios","android","backend"]},"default":"unknown"},
            {"name":"context","type":{"type":"record","name":"Context","fields":[\(context)]}\
            \(contextDefault ? ",\"default\":" + nulls : "")},
            {"name":"schema_version","type":["null","int"],"default":null}
            """
        let properties =
            #"{"name":"properties","type":{"type":"record","name":"Properties","fields":[\#(properties)]}}"#
        if nested {
            return """
                {"type":"record","name":"Event","namespace":"test","fields":[
                {"name":"envelope","type":{"type":"record","name":"Envelope","fields":[\(envelope)]}},\(properties)]}
                """
        }
        return #"{"type":"record","name":"Event","namespace":"test","fields":[\#(envelope),\#(properties)]}"#
    }

    /// An event's text; `more` are members with a comma before.
    static func event(properties: String = "{}", more: String = "", timestamp: String = "\(now)") -> String {
        """
        {"event_id":"\(eventID)","event_type":"purchase","timestamp":\(timestamp)\(more),"properties":\(properties)}
        """
    }

    /// What an encoded event decodes to.
    struct Decoded {
        let event: EncodedEvent
        let framed: [UInt8]
        let value: AvroValue
        let key: String
    }

    enum Outcome {
        case accepted(Decoded)
        case refused([Violation])
    }

    func encode(_ json: String) throws -> Outcome {
        let parser = try JSONParser(maximumDepth: 200)
        let tape = try parser.parse(json.utf8)
        return try encode(tape, at: tape.root)
    }

    func encode(_ tape: JSONTape, at index: Int) throws -> Outcome {
        var output = OutputBuffer(capacity: 0)
        switch EventEncoder(limits: limits).encode(plan, tape: tape, at: index, server: server, into: &output) {
        case .refused(let violations): return .refused(violations)
        case .encoded(let event):
            let framed = output.bytes(in: event.range)
            let value = try AvroValue.decode(
                Array(framed.dropFirst(5)), as: schema, limits: AvroLimits(maxDepth: 300))
            let key = String(decoding: output.bytes(in: event.keyRange), as: UTF8.self)
            return .accepted(Decoded(event: event, framed: framed, value: value, key: key))
        }
    }

    struct Unexpected: Error { let outcome: String }

    /// The event decoded; an error if it was refused.
    func accept(_ json: String) throws -> Decoded {
        switch try encode(json) {
        case .accepted(let decoded): return decoded
        case .refused(let violations): throw Unexpected(outcome: "refused: \(violations)")
        }
    }

    /// The violations; an error if it was accepted.
    func refuse(_ json: String) throws -> [Violation] {
        switch try encode(json) {
        case .accepted(let decoded): throw Unexpected(outcome: "accepted: \(decoded.value)")
        case .refused(let violations): return violations
        }
    }
}

/// A contract with one property `p`.
struct PropertyFixture {
    let contract: ContractFixture

    init(_ type: String, default value: String? = nil) throws {
        let suffix = value.map { #","default":\#($0)"# } ?? ""
        contract = try ContractFixture(properties: #"{"name":"p","type":\#(type)\#(suffix)}"#)
    }

    /// What a JSON text for `p` becomes.
    func accept(_ json: String) throws -> AvroValue? {
        try contract.accept(ContractFixture.event(properties: #"{"p":\#(json)}"#)).value["properties"]?["p"]
    }

    /// The violations that a JSON text for `p` causes.
    func refuse(_ json: String) throws -> [Violation] {
        try contract.refuse(ContractFixture.event(properties: #"{"p":\#(json)}"#))
    }
}
