// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Synchronization

/// The process's counters and gauges, written as Prometheus' text format (version 0.0.4).
///
/// A metric is made once at start and kept; counting is one relaxed atomic addition.
public final class Metrics: Sendable {
    private let series = Mutex<[Series]>([])

    private struct Series {
        let name: String
        let labels: String
        let kind: String
        let help: String
        let value: @Sendable () -> Int
    }

    public init() {}

    /// A number that only grows, such as events accepted. By Prometheus' custom the name ends in `_total`.
    public func counter(_ name: String, labels: [(String, String)] = [], help: String) -> Counter {
        let counter = Counter()
        add(name, labels, "counter", help) { counter.value }
        return counter
    }

    /// A number that is read when it is asked for, such as bytes in flight.
    public func gauge(
        _ name: String, labels: [(String, String)] = [], help: String, read: @escaping @Sendable () -> Int
    ) {
        add(name, labels, "gauge", help, read)
    }

    /// All series in Prometheus' text format, those of one name together.
    public func text() -> String {
        let all = series.withLock { $0 }
        var out = ""
        var seen: Set<String> = []
        for first in all where seen.insert(first.name).inserted {
            out += "# HELP \(first.name) \(first.help)\n# TYPE \(first.name) \(first.kind)\n"
            for one in all where one.name == first.name { out += "\(one.name)\(one.labels) \(one.value())\n" }
        }
        return out
    }

    private func add(
        _ name: String, _ labels: [(String, String)], _ kind: String, _ help: String,
        _ value: @escaping @Sendable () -> Int
    ) {
        var text = ""
        if !labels.isEmpty {
            text = "{"
            for (index, label) in labels.enumerated() {
                if index > 0 { text += "," }
                text += label.0 + "="
                text.appendJSONString(label.1)
            }
            text += "}"
        }
        series.withLock { $0.append(Series(name: name, labels: text, kind: kind, help: help, value: value)) }
    }
}

/// A number that only grows; see `Metrics.counter(_:labels:help:)`.
public final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    fileprivate init() {}

    public func add(_ amount: Int = 1) { count.wrappingAdd(amount, ordering: .relaxed) }
    public var value: Int { count.load(ordering: .relaxed) }
}
