// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import SluiceRuntime
import SluiceSchemas
import SluiceStreams

/// The metrics that `sluice streams` computes from the events of the sample shop.
///
/// Everything is typed by the generated structs of `schemas/`: a misspelt field does not compile.
enum ShopMetrics {
    static let activeUsersFiveMinutes = "active_users_5m"
    static let activeUsersDay = "active_users_day"
    static let funnel = "funnel"

    /// All of them.
    static var all: [MetricDefinition] {
        [
            activeUsers(activeUsersFiveMinutes, in: .tumbling(.minutes(5))),
            activeUsers(activeUsersDay, in: .tumbling(.days(1))),
            purchaseFunnel,
        ]
    }

    /// Distinct users who did anything at all, by how they came to the shop first.
    private static func activeUsers(_ name: String, in window: Windowing) -> MetricDefinition {
        Metric(name, from: visits)
            .key(by: \.channel)
            .window(window)
            .aggregate(.distinct(\.userID))
    }

    /// Sessions that viewed a product, then put one into the cart, then bought.
    private static var purchaseFunnel: MetricDefinition {
        Funnel(funnel, window: .tumbling(.days(1)))
            .step(ProductView.self)
            .step(AddToCart.self)
            .step(Purchase.self)
            .definition
    }

    /// What an event of any type means to these metrics.
    private struct Visit {
        let userID: String?
        let channel: String?
    }

    /// Every event type of the shop.
    private static var visits: [EventSource<Visit>] {
        EventCatalog.all.compactMap { $0 as? any ClickstreamEvent.Type }.map { visits(of: $0) }
    }

    private static func visits<Event: ClickstreamEvent>(of type: Event.Type) -> EventSource<Visit> {
        .events(type) { Visit(userID: $0.userID, channel: $0.properties.acquisitionChannel) }
    }
}
