// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientTelemetry

/// What a metric is grouped by: one value, which may be absent, or nothing.
enum Group: Sendable, Hashable {
    /// The metric has no key.
    case all
    case value(String?)

    /// As an Avro array and in Redis: no items, or one.
    var parts: [String?] {
        switch self {
        case .all: []
        case .value(let value): [value]
        }
    }

    init(parts: [String?]) { self = parts.first.map { .value($0) } ?? .all }

    /// The JSON text that names it in Redis and in Kafka keys: `[]`, `["email"]`, `[null]`.
    var json: String {
        var text = "["
        switch self {
        case .all: break
        case .value(nil): text += "null"
        case .value(let value?): text.appendJSONString(value)
        }
        return text + "]"
    }
}
