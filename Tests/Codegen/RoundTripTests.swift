// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenGolden
import Foundation
import SluiceRuntime
import SluiceSchemas
import TestKit
import Testing

@Suite("Generated types and fastavro read each other's bytes")
struct RoundTripTests {
    /// Decodes what fastavro wrote, encodes it again, and lets fastavro compare.
    private func roundTrip<Value: AvroCodable>(_ type: Value.Type, _ schema: String, count: Int) throws {
        let path = ProjectRoot.path + "/" + schema
        let made = try PythonOracle.run(file: "Tests/Codegen/Oracles/avro.py", ["make", path, String(count), "7"])
        let lines = made.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == count)
        var again: [String] = []
        for line in lines {
            let bytes = try #require(self.bytes(hexadecimal: line))
            let value = try Value(avro: bytes)
            let encoded = value.avroBytes()
            // A second reading shows that nothing got lost on the way to fastavro either.
            #expect(try Value(avro: encoded) == value)
            again.append(encoded.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
        }
        let folder = try TemporaryFolder.make("round-trip")
        try Data(made.utf8).write(to: URL(fileURLWithPath: folder + "/made"))
        try Data((again.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/again"))
        _ = try PythonOracle.run(
            file: "Tests/Codegen/Oracles/avro.py", ["same", path, folder + "/made", folder + "/again"])
    }

    private func bytes(hexadecimal text: Substring) -> [UInt8]? {
        guard text.utf8.count.isMultiple(of: 2) else { return nil }
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.utf8.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    @Test("An event with every construct")
    func everything() throws {
        try roundTrip(Everything.self, "codegen/Golden/schemas/everything.avsc", count: 200)
    }

    @Test("A record that contains itself")
    func recursion() throws {
        try roundTrip(Tree.self, "codegen/Golden/schemas/tree.avsc", count: 40)
    }

    @Test("A schema that is an enum")
    func enumeration() throws {
        try roundTrip(Level.self, "codegen/Golden/schemas/level.avsc", count: 10)
    }

    @Test("The sample events, and the failed event")
    func samples() throws {
        try roundTrip(Purchase.self, "schemas/purchase.avsc", count: 100)
        try roundTrip(ProductView.self, "schemas/product_view.avsc", count: 50)
        try roundTrip(FailedEvent.self, "schemas/sluice_failed.avsc", count: 50)
    }

    @Test("Bytes that end anywhere, or are changed anywhere, are refused or read, and never trap")
    func damagedBytes() throws {
        let path = ProjectRoot.path + "/codegen/Golden/schemas/everything.avsc"
        let made = try PythonOracle.run(file: "Tests/Codegen/Oracles/avro.py", ["make", path, "3", "11"])
        for line in made.split(separator: "\n") {
            let whole = try #require(self.bytes(hexadecimal: line))
            for end in whole.indices {
                #expect(throws: CodecError.self) { try Everything(avro: Array(whole[..<end])) }
            }
            for index in whole.indices {
                for bit in [0x01, 0x40, 0x80] as [UInt8] {
                    var damaged = whole
                    damaged[index] ^= bit
                    _ = try? Everything(avro: damaged)
                    let batch = Everything.Columns()
                    damaged.withUnsafeBytes { raw in
                        var reader = AvroReader(raw)
                        try? batch.append(from: &reader)
                    }
                }
            }
        }
    }
}

@Suite("Generated events know what they are")
struct EventTests {
    @Test("The catalogue has the twenty sample events, and their names agree")
    func catalogue() {
        #expect(SluiceSchemas.EventCatalog.all.count == 20)
        for type in SluiceSchemas.EventCatalog.all {
            #expect(type.topic == "events.\(type.eventType)")
            #expect(type.subject == "events.\(type.eventType)-value")
            #expect(type.avroSchema.contains("`\(type.eventType)`"))
        }
        #expect(SluiceSchemas.EventCatalog.all.map { $0.eventType }.contains("purchase"))
    }

    @Test("The event time is read without the rest")
    func eventTime() throws {
        let event = SluiceSchemas.Home(
            eventID: UUID128(high: 1, low: 2), eventType: "home", timestamp: Timestamp(microseconds: 5),
            receivedAt: Timestamp(microseconds: 6), properties: HomeProperties(acquisitionChannel: "email"))
        let bytes = event.avroBytes()
        let timestamp = try bytes.withUnsafeBytes { raw in
            var reader = AvroReader(raw)
            return try Home.timestamp(in: &reader)
        }
        #expect(timestamp == event.timestamp)
        #expect((event as any ClickstreamEvent).eventProperties.acquisitionChannel == "email")
    }

    @Test("Logs show the schema's names")
    func json() throws {
        let context = SluiceSchemas.Context(pageURL: "https://shop.example/", country: "DE")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(context), as: UTF8.self)
        #expect(text == #"{"country":"DE","page_url":"https://shop.example/"}"#)
        #expect(try JSONDecoder().decode(SluiceSchemas.Context.self, from: Data(text.utf8)) == context)
    }
}

extension ClickstreamEvent {
    /// The properties, also where only the protocol is known.
    fileprivate var eventProperties: any ClickstreamProperties { properties }
}
