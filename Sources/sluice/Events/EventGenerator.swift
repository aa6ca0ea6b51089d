// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats
import SluiceRuntime

/// Makes page views and purchases: the same sequence for the same parameters.
struct EventGenerator: Sendable {
    struct Parameters: Sendable, Hashable {
        var seed: UInt64 = 1
        /// Different users.
        var users = 1000
        /// How unequally often they occur (Zipf's exponent).
        var skew = 1.1
        /// The part of events that repeat an earlier one, byte for byte.
        var duplicates = Share(fraction: 0)
        /// The part of events whose time lies one to 48 hours back.
        var late = Share(fraction: 0)
        /// The part of events that break the contract.
        var broken = Share(fraction: 0)
        /// The part of events that are purchases; the others are page views.
        var purchases = Share(fraction: 0.05)
        /// The time of the first event.
        var start = Timestamp(microseconds: 1_767_225_600_000_000)
        /// Microseconds of event time from one event to the next.
        var stepMicroseconds: Int64 = 10_000
    }

    /// What an event is for a test that counts.
    enum Kind: String, Sendable, CaseIterable { case good, duplicate, late, broken }

    struct Event: Sendable, Hashable {
        let kind: Kind
        let type: String
        let json: JSONValue
    }

    private let parameters: Parameters
    private let users: ZipfChoice
    private var random: SeededGenerator
    private var time: Timestamp
    private var sessions: [Int: Int] = [:]
    /// The last good events, to repeat.
    private var recent: [Event] = []
    private var count = 0

    private static let recentCount = 1000
    private static let countries = ["DE", "FR", "GB", "US", "ES", "IT", "PL", "NL", "SE", "AT", "JP", "BR"]
    private static let channels = ["organic", "paid_search", "email", "social", "direct"]
    private static let classes = ["desktop", "mobile", "tablet"]
    private static let pages = ["/", "/catalog", "/search", "/cart", "/product/%", "/product/%/reviews", "/account"]

    init(_ parameters: Parameters) {
        self.parameters = parameters
        users = ZipfChoice(count: parameters.users, exponent: parameters.skew)
        random = SeededGenerator(seed: parameters.seed)
        time = parameters.start
    }

    mutating func next() -> Event {
        count += 1
        if random.happens(parameters.duplicates), !recent.isEmpty {
            let earlier = recent[random.below(recent.count)]
            return Event(kind: .duplicate, type: earlier.type, json: earlier.json)
        }
        time.microseconds &+= parameters.stepMicroseconds
        if random.happens(parameters.broken) { return broken() }
        if random.happens(parameters.late) {
            let back = 3_600_000_000 + Int64(random.below(47 * 3600)) * 1_000_000
            return remember(event(.late, at: Timestamp(microseconds: time.microseconds - back)))
        }
        return remember(event(.good, at: time))
    }

    private mutating func remember(_ event: Event) -> Event {
        if recent.count < Self.recentCount {
            recent.append(event)
        } else {
            recent[count % Self.recentCount] = event
        }
        return event
    }

    private mutating func event(_ kind: Kind, at time: Timestamp) -> Event {
        let isPurchase = random.happens(parameters.purchases)
        let type = isPurchase ? "purchase" : "page_view"
        let user = users.choose(&random)
        if random.below(20) == 0 { sessions[user, default: 0] += 1 }
        let country = Self.countries[user % Self.countries.count]
        let json: JSONValue = [
            "event_id": .string(identifier().description),
            "event_type": .string(type),
            "timestamp": .string(time.rfc3339),
            "session_id": .string("session-\(user)-\(sessions[user] ?? 0)"),
            "user_id": .string("user-\(user)"),
            "device_id": .string("device-\(user)"),
            "app_version": "1.0.0",
            "platform": "web",
            "context": [
                "page_url": .string("https://shop.example" + page()),
                "country": .string(country),
            ],
            "properties": .object(properties(user: user, isPurchase: isPurchase)),
        ]
        return Event(kind: kind, type: type, json: json)
    }

    private mutating func properties(user: Int, isPurchase: Bool) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init(name: "device_class", value: .string(Self.classes[user % Self.classes.count])),
            .init(name: "acquisition_channel", value: .string(Self.channels[user % Self.channels.count])),
            .init(name: "price", value: .string(Self.money(199 + random.below(49_801)))),
            .init(name: "currency", value: "EUR"),
        ]
        guard isPurchase else { return members }
        let items = (0...random.below(3)).map { _ -> JSONValue in
            [
                "sku": .string("sku-\(random.below(5000))"), "quantity": .number("\(1 + random.below(3))"),
                "price": .string(Self.money(99 + random.below(9901))),
            ]
        }
        members.append(.init(name: "items", value: .array(items)))
        members.append(.init(name: "attributes", value: ["payment": random.below(2) == 0 ? "card" : "invoice"]))
        return members
    }

    /// One of the ways in which clients get it wrong.
    private mutating func broken() -> Event {
        let event = event(.broken, at: time)
        guard case .object(var members) = event.json else { return event }
        func set(_ name: String, _ value: JSONValue?) {
            members.removeAll { $0.name == name }
            if let value { members.append(.init(name: name, value: value)) }
        }
        switch random.below(5) {
        case 0: set("event_id", "not-a-uuid")
        case 1: set("timestamp", nil)
        case 2: set("platform", "toaster")
        case 3: set("properties", ["price": "12,50"])
        default: set("coupon", "SAVE10")
        }
        return Event(kind: .broken, type: event.type, json: .object(members))
    }

    /// A UUID of version 4 (RFC 9562 §5.4) from this generator.
    private mutating func identifier() -> UUID128 {
        UUID128(
            high: random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
            low: random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    private mutating func page() -> String {
        Self.pages[random.below(Self.pages.count)].replacing("%", with: "\(random.below(5000))")
    }

    /// Cents as a decimal with two places.
    private static func money(_ cents: Int) -> String {
        let rest = cents % 100
        return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
