// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import ClientKafka
import ClientPostgreSQL
import ClientRegistry
import Formats
import Foundation
import Registry
import SluiceRuntime
import TestKit
import Testing

@testable import Ingest

/// A whole gate: real PostgreSQL, registry, Redis, Kafka broker, and ingest over them, with the project's schemas of
/// purchases and page views registered.
final class IngestStack: Sendable {
    let broker: KafkaBroker
    let redis: RedisServer
    let registry: RegistryService
    let registryClient: RegistryClient
    let service: IngestService
    let keys: APIKeyStore
    let key: String
    private let http = HTTPClient(timeoutSeconds: 60)

    /// One for all tests that leave its services alone.
    static func shared() throws -> IngestStack { try common.get() }
    private static let common = Result { try IngestStack() }.mapError { TestKitError("\($0)") }

    init(_ adjust: (inout IngestConfiguration) -> Void = { _ in }) throws {
        let database = try PostgresCluster.shared().makeDatabase()
        try Migrator(folder: ProjectRoot.path + "/migrations").migrate(on: try PostgresConnection(url: database))
        broker = try KafkaBroker()
        redis = try RedisServer()
        registry = RegistryService(configuration: RegistryConfiguration(databaseURL: database, port: 0))
        try registry.start()
        registryClient = RegistryClient(url: "http://127.0.0.1:\(registry.port)")
        for name in ["purchase", "page_view"] {
            let text = try String(contentsOfFile: "\(ProjectRoot.path)/schemas/\(name).avsc", encoding: .utf8)
            _ = try registryClient.register(subject: "events.\(name)-value", text: text)
        }
        keys = APIKeyStore(pool: PostgresPool(url: database, size: 2))
        key = try keys.create(name: "tests", role: .ingest).secret.text

        var configuration = IngestConfiguration(
            kafka: KafkaConfiguration(bootstrapServers: broker.bootstrapServers), redisURL: redis.url,
            registryURL: "http://127.0.0.1:\(registry.port)", databaseURL: database)
        configuration.port = 0
        configuration.topics.partitions = 4
        configuration.topics.replicationFactor = 1
        configuration.topics.minInSyncReplicas = 1
        configuration.contractFreshSeconds = 0.1
        adjust(&configuration)
        service = try IngestService(configuration: configuration)
        try service.start()
    }

    deinit { stop() }

    func stop() {
        service.stop()
        registry.stop()
    }

    struct Reply {
        let status: Int
        let response: HTTPResponse
        let json: JSONValue

        var results: [JSONValue] { if case .array(let items)? = json["results"] { items } else { [] } }
        /// The status of each event, in order.
        var statuses: [String] { results.map { $0["status"]?.string ?? "?" } }
        /// The codes of each event's errors.
        var codes: [[String]] {
            results.map { result in
                guard case .array(let errors)? = result["errors"] else { return [] }
                return errors.map { $0["code"]?.string ?? "?" }
            }
        }
        /// The code of the error of the request as a whole.
        var problem: String? { json["error"]?["code"]?.string }
    }

    func send(
        _ body: String, type: String? = "application/json", key: String? = nil, headers: [(String, String)] = []
    ) throws -> Reply {
        try send(Array(body.utf8), type: type, key: key, headers: headers)
    }

    func send(
        _ body: [UInt8], type: String? = "application/json", key: String? = nil, headers: [(String, String)] = []
    ) throws -> Reply {
        var all = headers + [("Authorization", "Bearer \(key ?? self.key)")]
        if let type { all.append(("Content-Type", type)) }
        return try reply(
            http.send(method: "POST", url: url("/v1/events"), headers: all, body: body))
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(service.port)\(path)" }

    func get(_ path: String) throws -> HTTPResponse { try http.send(method: "GET", url: url(path)) }

    func reply(_ response: HTTPResponse) throws -> Reply {
        Reply(status: response.status, response: response, json: try JSONValue.parse(response.text))
    }

    /// Sends until the reply is as wanted, as a client does that is told to retry.
    func sendUntil(_ body: String, _ isWanted: (Reply) -> Bool) throws -> Reply {
        let deadline = ContinuousClock.now + .seconds(90)
        while true {
            let reply = try send(body)
            if isWanted(reply) { return reply }
            guard ContinuousClock.now < deadline else {
                throw TestKitError("still \(reply.status) after 90 seconds: \(reply.response.text)")
            }
        }
    }

    struct Record: Sendable {
        let partition: Int32
        let offset: Int64
        let key: [UInt8]
        let value: [UInt8]
        let headers: [String: [UInt8]]
    }

    /// Everything in a topic.
    func records(_ topic: String) throws -> [Record] {
        let configuration = KafkaConfiguration(bootstrapServers: broker.bootstrapServers)
        guard let count = try KafkaAdmin(configuration).partitions(of: topic, timeoutMs: 10_000) else { return [] }
        let consumer = try KafkaConsumer(configuration, reportsEnds: true)
        defer { consumer.close() }
        try consumer.assign((0..<count).map { KafkaOffset(KafkaTopicPartition(topic, $0), .beginning) })
        var unread = Set(0..<count)
        var records: [Record] = []
        while !unread.isEmpty {
            let event = try consumer.poll(timeoutMs: 1_000) { record in
                var headers: [String: [UInt8]] = [:]
                record.forEachHeader { headers[$0] = Array($1) }
                records.append(
                    Record(
                        partition: record.partition, offset: record.offset, key: record.key.map { Array($0) } ?? [],
                        value: record.value.map { Array($0) } ?? [], headers: headers))
            }
            if case .endOfPartition(let partition, _)? = event { unread.remove(partition.partition) }
        }
        return records
    }

    /// The records of one event.
    func copies(of id: UUID128, in topic: String = "events.purchase") throws -> [Record] {
        try records(topic).filter { $0.headers["sluice-event-id"] == id.bytes }
    }
}

extension JSONValue {
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var number: Int? { if case .number(let text) = self { Int(text) } else { nil } }
}

/// Events as clients send them.
enum Sample {
    static func id() -> UUID128 { FailedEvents.randomID() }

    static func purchase(
        _ id: UUID128, user: String = "u-1", properties: String = #"{"price":"12.50","currency":"EUR"}"#,
        extra: String = ""
    ) -> String {
        #"{"event_id":"\#(id)","event_type":"purchase","timestamp":"2026-03-13T10:21:14.123Z","user_id":"\#(user)","#
            + #""platform":"web"\#(extra),"properties":\#(properties)}"#
    }
}
