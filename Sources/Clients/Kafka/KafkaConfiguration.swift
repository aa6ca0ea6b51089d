// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Where a Kafka cluster is reached, and any librdkafka property that a deployment wants to set.
///
/// What stands in `properties` wins over every default of this module.
public struct KafkaConfiguration: Sendable, Hashable {
    /// `host:port`, several separated by commas.
    public var bootstrapServers: String
    /// Properties by librdkafka's names, such as `security.protocol`.
    public var properties: [String: String]

    public init(bootstrapServers: String, properties: [String: String] = [:]) {
        self.bootstrapServers = bootstrapServers
        self.properties = properties
    }

    /// The same with further properties; those already set stay as they are.
    public func with(_ defaults: [String: String]) -> KafkaConfiguration {
        var copy = self
        copy.properties.merge(defaults) { set, _ in set }
        return copy
    }
}
