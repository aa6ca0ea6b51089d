// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import Foundation
import SluiceRuntime
import Testing

@testable import SluiceStreams

@Suite("What the stages write is read back, and damaged bytes are refused")
struct RecordCodingTests {
    static let source = Source("events.product_view", 3)
    static let window = Window(start: -300_000_000, end: 0)
    static var distinct: Partial {
        var partial = AggregateKind.distinct.empty
        for name in ["b", "a", ""] { partial.add(.value(name)) }
        return partial
    }
    static var partials: [Partial] {
        [
            .count(.max), distinct, .integer(Int128.min), .integer(-1), .integer(Int128(UInt64.max)),
            .decimal(FixedDecimal(unscaled: -1250, scale: 2)), .steps([3, 2, 0]), .exceeded,
        ]
    }
    static var messages: [StageMessage] {
        partials.map {
            .partial(
                PartialUpdate(
                    source: source, window: window, group: .value("é"), revision: 7, partial: $0, watermark: -1))
        } + [
            .step(session: "s", index: 2, timestamp: .min),
            .progress([
                SourceProgress(source: source, watermark: nil, isIdle: true),
                SourceProgress(source: source, watermark: 5, isIdle: false),
            ]),
        ]
    }

    @Test("every message comes back as it was")
    func messages() throws {
        for message in Self.messages { #expect(try StageMessage(stored: message.storedBytes) == message) }
    }

    @Test("every key comes back as it was, and different keys are different bytes")
    func keys() throws {
        var keys: [StateKey] = []
        for group in [Group.all, .value(nil), .value(""), .value("a")] {
            keys.append(.part(metric: "m", source: Self.source, window: Self.window, group: group))
            keys.append(.sessionPart(metric: "m", window: Self.window, group: group))
        }
        keys += [
            .clock(metric: "m", ofSteps: true), .clock(metric: "m", ofSteps: false), .session(metric: "m", id: "s"),
        ]
        for key in keys { #expect(try StateKey(stored: key.storedBytes) == key) }
        #expect(Set(keys.map(\.storedBytes)).count == keys.count)
    }

    @Test("cut, lengthened and changed bytes are an error or another value, never a trap")
    func damaged() {
        for message in Self.messages {
            let bytes = message.storedBytes
            for count in 0..<bytes.count {
                #expect(throws: CodecError.self) { try StageMessage(stored: Array(bytes[..<count])) }
                var changed = bytes
                changed[count] ^= 0xFF
                _ = try? StageMessage(stored: changed)
            }
            #expect(throws: CodecError.self) { try StageMessage(stored: bytes + [0]) }
        }
    }

    @Test("another version is refused")
    func version() {
        var bytes = Self.messages[0].storedBytes
        bytes[0] = 4
        #expect(throws: CodecError.self) { try StageMessage(stored: bytes) }
    }

    @Test("an aggregate comes back as it was, and its JSON is JSON")
    func aggregate() throws {
        var record = AggregateRecord(
            metric: "m", kind: .funnel, window: Self.window, group: .value("a\"b"), isFinal: true, revision: 9,
            partition: 1, completeThrough: 60_000_000, sources: 2)
        record.steps = [.init(eventType: "view", sessions: 3), .init(eventType: "buy", sessions: 1)]
        #expect(try AggregateRecord(avro: record.avroBytes()) == record)
        let object = try JSONSerialization.jsonObject(with: Data(record.json.utf8)) as? [String: Any]
        #expect(object?["final"] as? Bool == true)
        #expect(object?["start"] as? String == "1969-12-31T23:55:00Z")
        #expect((object?["steps"] as? [[String: Any]])?.count == 2)
        #expect(String(decoding: record.key, as: UTF8.self) == "1969-12-31T23:55:00Z [\"a\\\"b\"]")
    }

    @Test("the schema that is registered is the one in schemas/")
    func schema() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = try String(contentsOf: root.appending(path: "schemas/sluice_aggregate.avsc"), encoding: .utf8)
        #expect(AggregateRecord.schema == file.trimmingCharacters(in: .newlines))
    }
}
