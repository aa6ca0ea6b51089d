// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientRegistry
internal import ClientTelemetry
internal import Contracts
internal import SluiceRuntime
internal import SluiceSchemas
import Synchronization

/// An event that was not taken, as it goes to the topic of failed events.
struct EventFailure: Sendable {
    var stage: FailureStage
    var eventType: String?
    var eventID: String?
    var schemaID: Int32?
    var violations: [Violation]
    /// Which event of the request it is.
    var index: Int
}

/// What all failures of a request share.
struct FailureContext: Sendable {
    var keyName: String
    var contentType: String
    var receivedAt: Timestamp
}

/// Writes failures in registry framing, with the schema `sluice.FailedEvent`, which it registers when it is first needed.
final class FailedEvents: Sendable {
    static let topic = "sluice.failed"
    private static let subject = "sluice.failed-value"
    /// What is kept of an event's text: with the reasons it must fit into a message (`message.max.bytes`, 1 MiB).
    private static let keptBytes = 512 << 10
    /// After the registry did not give an id.
    private static let backoffSeconds = 5.0

    private let register: @Sendable () throws -> Int32
    private let now: @Sendable () -> Double
    private let version: String
    private let state = Mutex<(id: Int32?, retryAt: Double)>((nil, -.infinity))

    /// - Parameters:
    ///   - register: registers the schema and returns its id; blocks.
    ///   - now: seconds on a clock that only goes forward.
    init(version: String, register: @escaping @Sendable () throws -> Int32, now: @escaping @Sendable () -> Double) {
        self.version = version
        self.register = register
        self.now = now
    }

    convenience init(registry: RegistryClient, version: String, now: @escaping @Sendable () -> Double) {
        self.init(
            version: version, register: { try registry.register(subject: Self.subject, text: FailedEvent.avroSchema) },
            now: now)
    }

    /// The message for a failure; nil if the schema's id can't be had now.
    func message(
        for failure: EventFailure, context: FailureContext, original: UnsafeRawBufferPointer
    ) -> (id: UUID128, value: [UInt8])? {
        guard let schemaID = schemaID() else { return nil }
        let id = Self.randomID()
        let event = FailedEvent(
            failureID: id, receivedAt: context.receivedAt, stage: failure.stage, eventType: failure.eventType,
            eventID: failure.eventID, keyName: context.keyName, contentType: context.contentType,
            body: Array(original.prefix(Self.keptBytes)), bodyBytes: Int64(original.count),
            errors: failure.violations.map { violation in
                FailureReason(
                    pointer: violation.pointer, code: violation.code.rawValue, expected: violation.expected,
                    found: violation.found, hint: violation.hint)
            }, schemaID: failure.schemaID, sluiceVersion: version)
        return (id, RegistryFraming.frame(schemaID: schemaID, event.avroBytes()))
    }

    private func schemaID() -> Int32? {
        let known = state.withLock { $0 }
        if let id = known.id { return id }
        guard now() >= known.retryAt else { return nil }
        do {
            let id = try register()
            state.withLock { $0.id = id }
            return id
        } catch {
            Log("ingest").warning("the schema of failed events can't be registered", ["error": "\(error)"])
            state.withLock { $0.retryAt = now() + Self.backoffSeconds }
            return nil
        }
    }

    /// A random UUID (RFC 9562, version 4).
    static func randomID() -> UUID128 {
        UUID128(
            high: UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000,
            low: UInt64.random(in: .min ... .max) & ~(0b11 << 62) | 0b10 << 62)
    }
}
