// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import Contracts

/// What is known of contracts, and when to ask again: a value without clock or I/O. Times are seconds on any clock that
/// only goes forward.
struct ContractCache: Sendable {
    /// What an event type's newest version came to.
    enum Latest: Sendable {
        case plan(ContractPlan)
        /// There is no such event type.
        case absent
        /// It is registered, but events can't be checked against it; the reason.
        case unusable(String)
    }

    enum Decision: Sendable {
        case use(Latest)
        /// Ask, then `store` or `failed`. Meanwhile other threads use what is there, if anything is.
        case ask
    }

    private struct Entry {
        var latest: Latest
        var checkedAt: Double
        var isAsking = false
    }

    /// Names that don't exist, and old versions, may not fill the memory.
    private static let maxEntries = 10_000

    private let freshSeconds: Double
    private var entries: [String: Entry] = [:]
    private var versions: [String: [Int32: Latest]] = [:]
    private var versionCount = 0

    init(freshSeconds: Double) { self.freshSeconds = freshSeconds }

    mutating func decide(_ eventType: String, now: Double) -> Decision {
        guard let entry = entries[eventType] else { return .ask }
        if entry.isAsking || now - entry.checkedAt < freshSeconds { return .use(entry.latest) }
        entries[eventType]?.isAsking = true
        return .ask
    }

    /// Whether nothing is known of a type, not even that it is absent.
    func isNew(_ eventType: String) -> Bool { entries[eventType] == nil }

    mutating func store(_ latest: Latest, for eventType: String, now: Double) {
        if entries.count >= Self.maxEntries, entries[eventType] == nil {
            entries = entries.filter { if case .plan = $0.value.latest { true } else { false } }
        }
        entries[eventType] = Entry(latest: latest, checkedAt: now)
    }

    /// The registry could not be asked: what was known stays in force, and is asked for again when it is due.
    ///
    /// - Returns: what was known; nil if nothing was.
    mutating func failed(_ eventType: String, now: Double) -> Latest? {
        guard var entry = entries[eventType] else { return nil }
        entry.isAsking = false
        entry.checkedAt = now
        entries[eventType] = entry
        // That a name did not exist a while ago says nothing for certain now.
        if case .absent = entry.latest { return nil }
        return entry.latest
    }

    func version(_ version: Int32, of eventType: String) -> Latest? { versions[eventType]?[version] }

    /// Versions never change, so they are kept; that one does not exist is not.
    mutating func store(_ plan: Latest, version: Int32, of eventType: String) {
        if versionCount >= Self.maxEntries {
            versions = [:]
            versionCount = 0
        }
        versions[eventType, default: [:]][version] = plan
        versionCount += 1
    }

    /// The plan in force for an event type, whatever its age.
    func known(_ eventType: String) -> ContractPlan? {
        if case .plan(let plan)? = entries[eventType]?.latest { plan } else { nil }
    }
}
