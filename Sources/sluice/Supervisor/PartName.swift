// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// What `sluice up` can run on this machine, in the order of starting.
enum PartName: String, ArgumentChoice, Codable, Comparable {
    case postgres, redis, kafka, registry, ingest, streams, lake

    static func < (a: PartName, b: PartName) -> Bool { a.place < b.place }

    /// As a person calls it.
    var title: String {
        switch self {
        case .postgres: "PostgreSQL"
        case .redis: "Redis"
        case .kafka: "Kafka broker"
        case .registry: "registry"
        case .ingest: "ingest"
        case .streams: "streams"
        case .lake: "lake"
        }
    }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
