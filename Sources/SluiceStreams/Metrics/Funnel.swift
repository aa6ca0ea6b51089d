// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import SluiceRuntime

/// How many sessions came how far along ordered steps.
///
///     let checkout = Funnel("purchase_funnel", window: .tumbling(.days(1)))
///         .step(ProductView.self)
///         .step(AddToCart.self)
///         .step(Purchase.self)
///         .definition
///
/// A session reaches step 1 at its first event of that type, and each further step at its first event of that type which
/// is not before the one before was reached. It counts in the window of its first step 1. The result does not depend on
/// the order of arrival. Events without a session are left out.
public struct Funnel: Sendable {
    let name: String
    let lifecycle: WindowLifecycle
    private(set) var steps: [String] = []
    private var bindings: [any EventBinding] = []

    /// - Parameters:
    ///   - name: `[a-z][a-z0-9_]*`; it is part of topic names.
    ///   - window: decides in which window a session counts, and with the lateness which events are late.
    public init(_ name: String, window: Windowing, allowedLateness: Duration = .zero) {
        self.name = name
        lifecycle = WindowLifecycle(windowing: window, allowedLateness: allowedLateness.microseconds)
    }

    /// Adds a step: an event of this type for which the condition holds. Each step has an event type of its own.
    public func step<Event: EventRecord>(
        _ type: Event.Type, where isIncluded: @escaping @Sendable (Event) -> Bool = { _ in true }
    ) -> Funnel {
        var copy = self
        let index = steps.count
        copy.steps.append(Event.eventType)
        copy.bindings.append(
            TypedBinding<Event> { event in
                guard let session = event.sessionID, isIncluded(event) else { return nil }
                return .step(session: session, index: index)
            })
        return copy
    }

    /// The whole metric.
    public var definition: MetricDefinition {
        MetricDefinition(name: name, kind: .funnel(steps: steps), lifecycle: lifecycle, bindings: bindings)
    }
}
