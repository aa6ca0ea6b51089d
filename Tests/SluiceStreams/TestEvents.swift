// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime
import Synchronization
import TestKit

@testable import SluiceStreams

/// A small event type, written by hand as the generator would: the stages need no more than the envelope.
struct TestEvent<Kind: TestEventKind>: EventRecord {
    struct Platform: AvroFragment {
        init(from reader: inout AvroReader) throws(CodecError) {}
        func encode(into writer: inout AvroWriter) {}
        init() {}
    }

    struct Properties: AvroFragment {
        var channel: String?
        var price: FixedDecimal?

        init(channel: String?, price: FixedDecimal?) {
            self.channel = channel
            self.price = price
        }

        init(from reader: inout AvroReader) throws(CodecError) {
            channel = try reader.isNull(branch: 0) ? nil : try reader.string(at: "channel")
            price = try reader.isNull(branch: 0) ? nil : FixedDecimal(try reader.string(at: "price"))
        }

        func encode(into writer: inout AvroWriter) {
            writer.optional(channel, null: 0) { $1.string($0) }
            writer.optional(price?.description, null: 0) { $1.string($0) }
        }
    }

    static var avroSchema: String { TestSchemas.schema(Kind.name) }
    static var avroFingerprint: UInt64 { (try? TestSchemas.fingerprint(avroSchema)) ?? 0 }
    static var eventType: String { Kind.name }

    var timestamp: Timestamp
    var receivedAt: Timestamp
    var sessionID: String?
    var userID: String?
    var properties: Properties

    var eventID: UUID128 { UUID128(high: 0, low: 0) }
    var eventType: String { Kind.name }
    var clientTimestamp: Timestamp? { nil }
    var timeFlags: Int32 { 0 }
    var sentAt: Timestamp? { nil }
    var deviceID: String { "" }
    var appVersion: String { "" }
    var platform: Platform { Platform() }
    var context: Platform { Platform() }
    var schemaVersion: Int32? { nil }
    typealias Context = Platform
    typealias Columns = NoColumns

    init(timestamp: Int64, receivedAt: Int64, session: String?, user: String?, channel: String?, price: FixedDecimal?) {
        self.timestamp = Timestamp(microseconds: timestamp)
        self.receivedAt = Timestamp(microseconds: receivedAt)
        sessionID = session
        userID = user
        properties = Properties(channel: channel, price: price)
    }

    init(from reader: inout AvroReader) throws(CodecError) {
        timestamp = Timestamp(microseconds: try reader.long(at: "timestamp"))
        receivedAt = Timestamp(microseconds: try reader.long(at: "received_at"))
        sessionID = try reader.isNull(branch: 0) ? nil : try reader.string(at: "session_id")
        userID = try reader.isNull(branch: 0) ? nil : try reader.string(at: "user_id")
        properties = try reader.value(at: "properties")
    }

    func encode(into writer: inout AvroWriter) {
        writer.long(timestamp.microseconds)
        writer.long(receivedAt.microseconds)
        writer.optional(sessionID, null: 0) { $1.string($0) }
        writer.optional(userID, null: 0) { $1.string($0) }
        properties.encode(into: &writer)
    }

    static func timestamp(in reader: inout AvroReader) throws(CodecError) -> Timestamp {
        Timestamp(microseconds: try reader.long(at: "timestamp"))
    }
}

protocol TestEventKind: Sendable, Hashable {
    static var name: String { get }
}

enum ViewKind: TestEventKind { static let name = "view" }
enum CartKind: TestEventKind { static let name = "cart" }
enum BuyKind: TestEventKind { static let name = "buy" }

typealias View = TestEvent<ViewKind>
typealias Cart = TestEvent<CartKind>
typealias Buy = TestEvent<BuyKind>

/// Windows need no columns.
final class NoColumns: ColumnAppender {
    static let fields: [ColumnField] = []
    var rows: Int { 0 }
    var byteCount: Int { 0 }
    func append(from reader: inout AvroReader) throws(CodecError) {}
    func removeAll() {}
    func withColumns<Result>(_ body: ([ColumnView]) throws -> Result) rethrows -> Result { try body([]) }
}

/// A registry that knows the schemas 1, 2 and 3 of the three event types, newer versions as 11, 12 and 13, and 9, from which
/// no type can be read.
struct TestSchemas: SchemaSource {
    static let ids: [String: Int32] = ["view": 1, "cart": 2, "buy": 3]
    /// A newer version's id is so much higher.
    static let newer: Int32 = 10
    /// Has no time, which the types need.
    static let foreign = #"{"type": "record", "name": "view", "fields": [{"name": "received_at", "type": "long"}]}"#

    struct Unreachable: Error {}

    func schema(id: Int32) throws -> RegisteredSchema {
        if id == 9 { return RegisteredSchema(id: 9, type: .avro, text: Self.foreign) }
        let isNewer = id > Self.newer
        guard let name = Self.ids.first(where: { $0.value == (isNewer ? id - Self.newer : id) })?.key else {
            throw Unreachable()
        }
        return RegisteredSchema(
            id: id, type: .avro, text: isNewer ? Self.newerSchema(name) : Self.schema(name))
    }

    static func schema(_ name: String) -> String {
        #"""
        {"type": "record", "name": "\#(name)", "fields": [
            {"name": "timestamp", "type": {"type": "long", "logicalType": "timestamp-micros"}},
            {"name": "received_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
            {"name": "session_id", "type": ["null", "string"], "default": null},
            {"name": "user_id", "type": ["null", "string"], "default": null},
            {"name": "properties", "type": {"type": "record", "name": "\#(name)_properties", "fields": [
                {"name": "channel", "type": ["null", "string"], "default": null},
                {"name": "price", "type": ["null", "string"], "default": null}]}}]}
        """#
    }

    /// Has a new field, fields and branches in another order, and a price only where something is bought.
    static func newerSchema(_ name: String) -> String {
        let price = name == "buy" ? #"{"name": "price", "type": ["null", "string"], "default": null},"# : ""
        return #"""
            {"type": "record", "name": "\#(name)", "fields": [
                {"name": "campaign", "type": ["null", "string"], "default": null},
                {"name": "properties", "type": {"type": "record", "name": "\#(name)_properties", "fields": [
                    \#(price) {"name": "channel", "type": ["string", "null"], "default": ""}]}},
                {"name": "received_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "timestamp", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "user_id", "type": ["null", "string"], "default": null},
                {"name": "session_id", "type": ["null", "string"], "default": null}]}
            """#
    }

    @Sendable static func fingerprint(_ text: String) throws -> UInt64 { try AvroSchema.parse(text).fingerprint64 }

    @Sendable static func conversion(_ writer: String, _ reader: String) throws -> (any EventConverter)? {
        try AvroConverter.between(writer: writer, reader: reader)
    }
}

/// An event of any of the three types, as tests make and count them.
struct PlainEvent: Sendable, Hashable {
    var type: String
    var timestamp: Int64
    var user: String?
    var session: String?
    var channel: String?
    var price: FixedDecimal?
    /// Sent by a client of the newer version.
    var isNewer = false

    /// Received long after its event time, as in a replay.
    static let receivedAt: Int64 = 1_800_000_000_000_000

    var payload: [UInt8] {
        View(
            timestamp: timestamp, receivedAt: Self.receivedAt, session: session, user: user, channel: channel,
            price: price
        ).avroBytes()
    }

    private var newerPayload: [UInt8] {
        var writer = AvroWriter()
        writer.optional("spring", null: 0) { $1.string($0) }
        if type == "buy" { writer.optional(price?.description, null: 0) { $1.string($0) } }
        writer.optional(channel, null: 1) { $1.string($0) }
        writer.long(Self.receivedAt)
        writer.long(timestamp)
        writer.optional(user, null: 0) { $1.string($0) }
        writer.optional(session, null: 0) { $1.string($0) }
        return writer.bytes
    }

    var framed: [UInt8] {
        let id = TestSchemas.ids[type] ?? 0
        return isNewer
            ? RegistryFraming.frame(schemaID: id + TestSchemas.newer, newerPayload)
            : RegistryFraming.frame(schemaID: id, payload)
    }

    /// An event of schema 9.
    static var foreign: [UInt8] {
        var writer = AvroWriter()
        writer.long(receivedAt)
        return RegistryFraming.frame(schemaID: 9, writer.bytes)
    }

    /// Days of visits by a few users, in event-time order: sessions of views, carts and purchases.
    static func clickstream(count: Int, seed: UInt64) -> [PlainEvent] {
        var generator = SeededGenerator(seed: seed)
        var events: [PlainEvent] = []
        var timestamp: Int64 = 1_709_251_200_000_000
        while events.count < count {
            let user = "user-\(Int.random(in: 0..<40, using: &generator))"
            let session = "\(user)-\(timestamp / 7_200_000_000)"
            timestamp += Int64.random(in: 0...120, using: &generator) * 1_000_000
            let type = ["view", "view", "view", "cart", "cart", "buy"].randomElement(using: &generator) ?? "view"
            let channel = [nil, "email", "ads", "direct"].randomElement(using: &generator) ?? nil
            let price =
                type == "buy" ? FixedDecimal(unscaled: Int128.random(in: 1...9_999, using: &generator), scale: 2) : nil
            events.append(
                PlainEvent(
                    type: type, timestamp: timestamp, user: Int.random(in: 0..<9, using: &generator) == 0 ? nil : user,
                    session: session, channel: channel, price: price))
        }
        return events
    }
}

/// What the tests compute, and the same by brute force.
struct TestMetrics {
    /// Put before every metric's name, so that jobs of one broker don't share topics.
    let prefix: String

    private struct Visit {
        let channel: String?
        let user: String?
    }

    var users: String { prefix + "users" }
    var views: String { prefix + "views" }
    var revenue: String { prefix + "revenue" }
    var funnel: String { prefix + "funnel" }

    func definitions(lateness: Duration = .zero) -> [MetricDefinition] {
        let visits: [EventSource<Visit>] = [
            .events(View.self) { Visit(channel: $0.properties.channel, user: $0.userID) },
            .events(Cart.self) { Visit(channel: $0.properties.channel, user: $0.userID) },
            .events(Buy.self) { Visit(channel: $0.properties.channel, user: $0.userID) },
        ]
        return [
            Metric(users, from: visits).key(by: \.channel)
                .window(.tumbling(.minutes(5)), allowedLateness: lateness).aggregate(.distinct(\.user)),
            Metric(views, from: View.self).filter { $0.userID != nil }
                .window(.tumbling(.hours(1)), allowedLateness: lateness).aggregate(.count),
            Metric(revenue, from: Buy.self).key(by: \.properties.channel)
                .window(.tumbling(.days(1)), allowedLateness: lateness).aggregate(.sum(\.properties.price)),
            Funnel(funnel, window: .tumbling(.days(1)), allowedLateness: lateness)
                .step(View.self).step(Cart.self).step(Buy.self).definition,
        ]
    }

    /// A metric's values by window start (seconds) and group.
    typealias Values = [String: String]

    static func key(_ start: Int64, _ group: [String?]) -> String {
        "\(start) \(group.map { $0 ?? "-" }.joined(separator: ","))"
    }

    /// Counts the events as the definitions say, all at once.
    func expected(_ events: [PlainEvent]) -> [String: Values] {
        func start(_ timestamp: Int64, _ size: Int64) -> Int64 { timestamp / 1_000_000 / size * size }
        var usersSets: [String: Set<String>] = [:]
        var viewCounts: [String: Int] = [:]
        var sums: [String: FixedDecimal] = [:]
        var sessions: [String: [PlainEvent]] = [:]
        for event in events {
            let window = Self.key(start(event.timestamp, 300), [event.channel])
            if let user = event.user { usersSets[window, default: []].insert(user) }
            if event.type == "view", event.user != nil {
                viewCounts[Self.key(start(event.timestamp, 3_600), []), default: 0] += 1
            }
            if let price = event.price {
                let key = Self.key(start(event.timestamp, 86_400), [event.channel])
                sums[key] = (sums[key] ?? FixedDecimal(unscaled: 0, scale: 0)).adding(price)
            }
            if let session = event.session { sessions[session, default: []].append(event) }
        }
        var funnels: [String: [Int]] = [:]
        for events in sessions.values {
            var reached: [Int64] = []
            for type in ["view", "cart", "buy"] {
                let times = events.filter { $0.type == type && $0.timestamp >= reached.last ?? .min }.map(\.timestamp)
                guard let first = times.min() else { break }
                reached.append(first)
            }
            guard let first = reached.first else { continue }
            let key = Self.key(start(first, 86_400), [])
            for step in reached.indices { funnels[key, default: [0, 0, 0]][step] += 1 }
        }
        return [
            users: usersSets.mapValues { String($0.count) }, views: viewCounts.mapValues { String($0) },
            revenue: sums.mapValues(\.description),
            funnel: funnels.mapValues { $0.map { String($0) }.joined(separator: ">") },
        ]
    }
}
