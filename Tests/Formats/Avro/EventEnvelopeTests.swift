// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import Testing

@Suite("The event envelope in an Avro schema")
struct EventEnvelopeTests {
    private static let namespace = "sluice.events"

    private static func nullable(_ type: AvroType) -> AvroType { AvroType(.union([AvroType(.null), type])) }

    private static let timestamp = AvroType(.long, logicalType: .timestampMicros)

    private static func name(_ name: String) -> AvroName { AvroName(namespace: namespace, name: name) }

    private static let envelopeFields: [AvroField] = [
        AvroField(name: "event_id", type: AvroType(.string, logicalType: .uuid)),
        AvroField(name: "event_type", type: AvroType(.string)),
        AvroField(name: "timestamp", type: timestamp),
        AvroField(name: "client_timestamp", type: nullable(timestamp), defaultValue: .null),
        AvroField(name: "time_flags", type: AvroType(.int), defaultValue: .number("0")),
        AvroField(name: "sent_at", type: nullable(timestamp), defaultValue: .null),
        AvroField(name: "received_at", type: timestamp),
        AvroField(name: "session_id", type: nullable(AvroType(.string)), defaultValue: .null),
        AvroField(name: "user_id", type: nullable(AvroType(.string)), defaultValue: .null),
        AvroField(name: "device_id", type: AvroType(.string), defaultValue: .string("")),
        AvroField(name: "app_version", type: AvroType(.string), defaultValue: .string("")),
        AvroField(name: "platform", type: AvroType(.named(name("Platform"))), defaultValue: .string("unknown")),
        AvroField(name: "context", type: AvroType(.named(name("Context")))),
        AvroField(name: "schema_version", type: nullable(AvroType(.int)), defaultValue: .null),
    ]

    private static let properties = AvroField(name: "properties", type: AvroType(.named(name("Properties"))))

    private static func schema(_ fields: [AvroField], nested: [AvroField] = []) -> AvroSchema {
        let context = EventEnvelope.contextFields.map {
            AvroField(name: $0, type: nullable(AvroType(.string)), defaultValue: .null)
        }
        let types: [AvroNamedType] = [
            .record(AvroRecord(name: name("Event"), fields: fields)),
            .record(AvroRecord(name: name("Context"), fields: context)),
            .record(AvroRecord(name: name("Properties"), fields: [])),
            .record(AvroRecord(name: name("Envelope"), fields: nested)),
            .enumeration(AvroEnum(name: name("Platform"), symbols: ["unknown", "web", "ios", "android", "backend"])),
        ]
        var byName: [AvroName: AvroNamedType] = [:]
        for type in types {
            switch type {
            case .record(let record): byName[record.name] = type
            case .enumeration(let enumeration): byName[enumeration.name] = type
            case .fixed(let fixed): byName[fixed.name] = type
            }
        }
        return AvroSchema(root: AvroType(.named(name("Event"))), types: byName, text: "")
    }

    @Test("is found at the top level")
    func topLevel() throws {
        let envelope = try EventEnvelope(of: Self.schema(Self.envelopeFields + [Self.properties]))
        #expect(envelope.location == .topLevel)
    }

    @Test("is found in a field named envelope, with properties beside it or in it")
    func nested() throws {
        let field = AvroField(name: "envelope", type: AvroType(.named(Self.name("Envelope"))))
        let beside = Self.schema([Self.properties, field], nested: Self.envelopeFields)
        #expect(try EventEnvelope(of: beside).location == .field(1))
        let inside = Self.schema([field], nested: Self.envelopeFields + [Self.properties])
        #expect(try EventEnvelope(of: inside).location == .field(0))
    }

    @Test("names each field that is missing")
    func missing() {
        let fields = Self.envelopeFields.filter { $0.name != "event_id" && $0.name != "sent_at" }
        let problems = EventEnvelope.check(Self.schema(fields))
        #expect(problems.map(\.field) == ["event_id", "sent_at", "properties"])
        #expect(
            problems.first?.description
                == "field `event_id` is missing: the event envelope needs it as "
                + "a string, or a fixed of 16 bytes, with logical type uuid")
    }

    @Test("names each field of another type", arguments: Self.envelopeFields.map(\.name) + ["properties"])
    func wrongType(name: String) {
        var fields = Self.envelopeFields + [Self.properties]
        for index in fields.indices where fields[index].name == name {
            fields[index].type = AvroType(.array(AvroType(.double)))
        }
        let problems = EventEnvelope.check(Self.schema(fields))
        #expect(problems.map(\.field) == [name])
        #expect(problems.first?.found == "array of double")
    }

    @Test("refuses a schema that is no record")
    func noRecord() {
        let schema = AvroSchema(root: AvroType(.string), types: [:], text: "\"string\"")
        #expect(EventEnvelope.check(schema).map(\.found) == ["string"])
    }
}
