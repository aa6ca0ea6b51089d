// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka

/// librdkafka properties from the environment.
enum KafkaSettings {
    private static let prefix = "SLUICE_KAFKA_"
    private static let fileSuffix = "_FILE"

    /// Where Kafka is, and the properties that variables give.
    static func configuration(_ arguments: Arguments) throws(UsageError) -> KafkaConfiguration {
        KafkaConfiguration(
            bootstrapServers: try arguments.value(Settings.kafka), properties: try properties(arguments.environment))
    }

    /// The properties that `SLUICE_KAFKA_<PROPERTY>` variables give: `SLUICE_KAFKA_SECURITY_PROTOCOL=sasl_ssl` is
    /// `security.protocol`. With `_FILE` behind it the value is the content of the file named.
    static func properties(_ environment: [String: String]) throws(UsageError) -> [String: String] {
        var properties: [String: String] = [:]
        for (variable, value) in environment where variable.hasPrefix(prefix) && !value.isEmpty {
            if variable.hasSuffix(fileSuffix) {
                let plain = String(variable.dropLast(fileSuffix.count))
                properties[name(plain)] = try Arguments.secret(plain, in: environment)
            } else {
                properties[name(variable)] = value
            }
        }
        return properties
    }

    private static func name(_ variable: String) -> String {
        variable.dropFirst(prefix.count).lowercased().replacing("_", with: ".")
    }
}
