// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientTelemetry
internal import Contracts
internal import Formats
internal import SluiceRuntime
import Synchronization

/// Finds the contract that an event must keep. A version that was registered is noticed within a second.
///
/// Any thread may ask. Asking blocks on the registry when a type is new, and for one thread at a time when it is due.
final class ContractCatalog: Sendable {
    enum Resolution: Sendable {
        case plan(ContractPlan)
        case refused(Violation)
        /// The registry can't be reached, and nothing is known.
        case unavailable
    }

    private let source: any ContractSource
    private let now: @Sendable () -> Double
    private let cache: Mutex<ContractCache>
    private let names = Mutex<(known: [String], readAt: Double)>(([], -.infinity))
    private let log = Log("ingest")

    /// How old the list of event types may be from which hints are taken.
    private static let hintsFreshSeconds = 5.0
    private let freshSeconds: Double

    /// - Parameter now: seconds on a clock that only goes forward.
    init(source: any ContractSource, freshSeconds: Double, now: @escaping @Sendable () -> Double) {
        self.source = source
        self.now = now
        self.freshSeconds = freshSeconds
        cache = Mutex(ContractCache(freshSeconds: freshSeconds))
    }

    /// - Parameters:
    ///   - version: the one that the client asks for; nil is the newest.
    ///   - isTrusting: whether a type of which nothing is known may be asked for by itself. If not, it must be in the list
    ///     of all types, which is read once for all such questions: so a request full of names that don't exist costs
    ///     one question and not thousands.
    func resolve(_ eventType: String, version: Int64?, isTrusting: Bool = true) -> Resolution {
        guard Self.isEventType(eventType) else { return .refused(unknown(eventType)) }
        if !isTrusting, cache.withLock({ $0.isNew(eventType) }),
            !eventTypes(freshSeconds: freshSeconds).contains(eventType)
        {
            return .refused(unknown(eventType))
        }
        guard let latest = latest(eventType) else { return .unavailable }
        if case .absent = latest { return .refused(unknown(eventType)) }
        guard let version else { return resolution(latest, eventType) }
        if case .plan(let plan) = latest, Int64(plan.version) == version { return .plan(plan) }
        guard let number = Int32(exactly: version), number > 0 else { return .refused(unknownVersion(version, latest)) }
        return resolve(number, of: eventType, latest: latest)
    }

    private func latest(_ eventType: String) -> ContractCache.Latest? {
        switch cache.withLock({ $0.decide(eventType, now: now()) }) {
        case .use(let latest): return latest
        case .ask: break
        }
        do {
            let registered = try source.latest(eventType: eventType)
            let known = cache.withLock { $0.known(eventType) }
            let compiled = compile(registered, eventType, known: known)
            cache.withLock { $0.store(compiled, for: eventType, now: now()) }
            return compiled
        } catch {
            log.warning("the contract can't be asked for", ["event_type": eventType, "error": error.description])
            return cache.withLock { $0.failed(eventType, now: now()) }
        }
    }

    private func resolve(_ version: Int32, of eventType: String, latest: ContractCache.Latest) -> Resolution {
        if let known = cache.withLock({ $0.version(version, of: eventType) }) { return resolution(known, eventType) }
        do {
            guard let registered = try source.version(version, eventType: eventType) else {
                return .refused(unknownVersion(Int64(version), latest))
            }
            let compiled = compile(registered, eventType, known: nil)
            cache.withLock { $0.store(compiled, version: version, of: eventType) }
            return resolution(compiled, eventType)
        } catch {
            log.warning("the contract can't be asked for", ["event_type": eventType, "error": error.description])
            return .unavailable
        }
    }

    private func compile(
        _ registered: RegisteredContract?, _ eventType: String, known: ContractPlan?
    ) -> ContractCache.Latest {
        guard let registered else { return .absent }
        if let known, known.schemaID == registered.schemaID, known.version == registered.version { return .plan(known) }
        do {
            guard registered.type == .avro else {
                return .unusable("version \(registered.version) is not Avro, which is what events are checked against")
            }
            let schema = try AvroSchema.parse(registered.text)
            let plan = try ContractPlan(
                schema: schema, schemaID: registered.schemaID, version: registered.version, eventType: eventType)
            log.info("contract in force", ["event_type": eventType, "version": "\(registered.version)"])
            return .plan(plan)
        } catch {
            log.error("the contract can't be used", ["event_type": eventType, "error": "\(error)"])
            return .unusable("version \(registered.version): \(error)")
        }
    }

    private func resolution(_ latest: ContractCache.Latest, _ eventType: String) -> Resolution {
        switch latest {
        case .plan(let plan): .plan(plan)
        case .absent: .refused(unknown(eventType))
        case .unusable(let reason):
            .refused(
                Violation(
                    pointer: "/event_type", code: .unknownEventType, expected: "an event type with a usable schema",
                    found: "\"\(eventType)\"", hint: "register a schema that can be used; \(reason)"))
        }
    }

    private func unknown(_ eventType: String) -> Violation {
        let nearest = EditDistance.nearest(to: eventType, among: eventTypes(freshSeconds: Self.hintsFreshSeconds))
        return Violation(
            pointer: "/event_type", code: .unknownEventType, expected: "a registered event type",
            found: "\"\(eventType.prefix(100))\"", hint: nearest.map { "did you mean \"\($0)\"?" })
    }

    private func unknownVersion(_ version: Int64, _ latest: ContractCache.Latest) -> Violation {
        var hint: String?
        if case .plan(let plan) = latest { hint = "the newest version is \(plan.version)" }
        return Violation(
            pointer: "/schema_version", code: .unknownSchemaVersion, expected: "a registered version",
            found: "\(version)", hint: hint)
    }

    private func eventTypes(freshSeconds: Double) -> [String] {
        let now = now()
        let known = names.withLock { $0 }
        if now - known.readAt < freshSeconds { return known.known }
        let read = (try? source.eventTypes()) ?? known.known
        names.withLock { $0 = (read, now) }
        return read
    }

    /// `[a-z][a-z0-9_]*`, at most 200 characters: anything else names no topic.
    static func isEventType(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return text.utf8.count <= 200
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
