// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime

/// The beginning of a metric: a name, and the events that it is made from.
///
///     let activeUsers = Metric("active_users", from: PageView.self)
///         .filter { $0.platform == .web }
///         .key(by: \.context.country)
///         .window(.tumbling(.minutes(5)), allowedLateness: .minutes(10))
///         .aggregate(.distinct(\.userID))
///
/// The types are the generated ones, so a misspelt field does not compile.
public struct Metric<Element>: Sendable {
    let name: String
    let sources: [EventSource<Element>]
    var isIncluded: @Sendable (Element) -> Bool = { _ in true }
    var group: @Sendable (Element) -> Group = { _ in .all }

    /// A metric of one event type.
    ///
    /// - Parameter name: `[a-z][a-z0-9_]*`; it is part of topic names.
    public init(_ name: String, from type: Element.Type) where Element: EventRecord {
        self.init(name, from: [EventSource<Element>.events(type) { $0 }])
    }

    /// A metric of several event types, each turned into the same kind of value.
    public init(_ name: String, from sources: [EventSource<Element>]) {
        self.name = name
        self.sources = sources
    }

    /// Leaves out what the condition does not hold for.
    public func filter(_ isIncluded: @escaping @Sendable (Element) -> Bool) -> Metric {
        var copy = self
        let earlier = self.isIncluded
        copy.isIncluded = { earlier($0) && isIncluded($0) }
        return copy
    }

    /// Groups by a text; nil is a group of its own.
    public func key(by value: @escaping @Sendable (Element) -> String?) -> Metric {
        var copy = self
        copy.group = { .value(value($0)) }
        return copy
    }

    /// Groups by a value's description, such as an enum's case.
    public func key<Key: CustomStringConvertible & Sendable>(by value: @escaping @Sendable (Element) -> Key) -> Metric {
        key { Optional(value($0).description) }
    }

    /// Divides event time into windows.
    ///
    /// - Parameter allowedLateness: for how long after its end, in event time, a window still takes events. What comes
    ///   later goes to the topic `sluice.late`.
    public func window(_ windowing: Windowing, allowedLateness: Duration = .zero) -> WindowedMetric<Element> {
        WindowedMetric(
            metric: self,
            lifecycle: WindowLifecycle(windowing: windowing, allowedLateness: allowedLateness.microseconds))
    }
}

/// A metric that lacks only what is computed.
public struct WindowedMetric<Element>: Sendable {
    let metric: Metric<Element>
    let lifecycle: WindowLifecycle

    /// The whole metric.
    public func aggregate(_ aggregation: Aggregation<Element>) -> MetricDefinition {
        let isIncluded = metric.isIncluded
        let group = metric.group
        let contribution = aggregation.contribution
        return MetricDefinition(
            name: metric.name, kind: aggregation.kind, lifecycle: lifecycle,
            bindings: metric.sources.map { source in
                source.bind { element in
                    guard isIncluded(element), let contribution = contribution(element) else { return nil }
                    return .contribution(group(element), contribution)
                }
            })
    }
}

/// Where elements come from: the events of one type, turned into something.
public struct EventSource<Element>: Sendable {
    let bind: @Sendable (@escaping @Sendable (Element) -> Sample?) -> any EventBinding

    /// The events of a type, each turned into an element; nil leaves one out.
    public static func events<Event: EventRecord>(
        _ type: Event.Type, _ transform: @escaping @Sendable (Event) -> Element?
    ) -> EventSource {
        EventSource { sample in
            TypedBinding<Event> { event in transform(event).flatMap(sample) }
        }
    }
}

/// What is computed from the elements of a window and group.
public struct Aggregation<Element>: Sendable {
    let kind: AggregateKind
    let contribution: @Sendable (Element) -> Contribution?

    /// How many elements there are.
    public static var count: Aggregation { Aggregation(kind: .count) { _ in .one } }

    /// How many different values there are; nil is none.
    ///
    /// Exact, up to 10,000 values or 500,000 bytes of them in each source partition's part of a window and group.
    /// Beyond that the result has no value and says `exceeded`.
    public static func distinct(_ value: @escaping @Sendable (Element) -> String?) -> Aggregation {
        Aggregation(kind: .distinct) { value($0).map { .value($0) } }
    }

    /// The sum of integers, exact in 128 bits; nil adds nothing.
    public static func sum(_ value: @escaping @Sendable (Element) -> Int64?) -> Aggregation {
        Aggregation(kind: .integerSum) { value($0).map { .integer($0) } }
    }

    /// The sum of decimals, exact up to 38 digits; nil adds nothing.
    public static func sum(_ value: @escaping @Sendable (Element) -> FixedDecimal?) -> Aggregation {
        Aggregation(kind: .decimalSum) { value($0).map { .decimal($0) } }
    }

    /// The sum of decimals of a schema, exact up to 38 digits; nil adds nothing.
    public static func sum<let precision: Int, let scale: Int>(
        _ value: @escaping @Sendable (Element) -> BoundedDecimal<precision, scale>?
    ) -> Aggregation {
        Aggregation(kind: .decimalSum) { value($0).map { .decimal($0.value) } }
    }
}
