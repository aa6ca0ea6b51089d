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

    /// Reads `SLUICE_KAFKA` and every `SLUICE_KAFKA_<PROPERTY>`, or returns nil if `SLUICE_KAFKA` is not set.
    ///
    /// `SLUICE_KAFKA_SASL_USERNAME` sets `sasl.username`: no property's name has an underscore.
    public init?(environment: [String: String]) {
        guard let servers = environment["SLUICE_KAFKA"], !servers.isEmpty else { return nil }
        let prefix = "SLUICE_KAFKA_"
        var properties: [String: String] = [:]
        for (name, value) in environment where name.hasPrefix(prefix) {
            let property = String(name.dropFirst(prefix.count).lowercased().map { $0 == "_" ? "." : $0 })
            properties[property] = value
        }
        self.init(bootstrapServers: servers, properties: properties)
    }

    /// The same with further properties; those already set stay as they are.
    public func with(_ defaults: [String: String]) -> KafkaConfiguration {
        var copy = self
        copy.properties.merge(defaults) { set, _ in set }
        return copy
    }
}
