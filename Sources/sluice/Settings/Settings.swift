// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation

/// The settings that several commands share. Each is a flag, an environment variable and a line of
/// `docs/configuration.md`; secrets may stand in a file that the variable with `_FILE` names.
enum Settings {
    static let json = Flag("json", help: "Print JSON for a program to read.")

    static let data = Option<String>(
        "data", "DIR", environment: "SLUICE_DATA", default: ".data",
        help: "The folder of `sluice up`: databases, logs, state.")

    static let home = Option<String>(
        "home", "DIR", environment: "SLUICE_HOME",
        help: "The project's folder, with migrations/ and .deps/; found beside the binary or above the working folder.")

    static let database = Option<String>(
        "database", "URL", environment: "SLUICE_DATABASE", isSecret: true,
        default: "postgresql://127.0.0.1:5432/sluice", help: "PostgreSQL.")

    static let kafka = Option<String>(
        "kafka", "HOST:PORT,…", environment: "SLUICE_KAFKA", default: "127.0.0.1:9092",
        help: "Kafka's bootstrap servers; SLUICE_KAFKA_<PROPERTY> passes any librdkafka property.")

    static let redis = Option<String>(
        "redis", "URL", environment: "SLUICE_REDIS", isSecret: true, default: "redis://127.0.0.1:6379/0",
        help: "Redis.")

    static let registry = Option<String>(
        "registry", "URL", environment: "SLUICE_REGISTRY", default: "http://127.0.0.1:8081",
        help: "The schema registry.")

    static let registryKey = Option<String>(
        "registry-key", "KEY", environment: "SLUICE_REGISTRY_KEY", isSecret: true,
        help: "The API key for the schema registry, if it asks for one.")

    static let registryAuthority = Option<String>(
        "registry-ca", "FILE", environment: "SLUICE_REGISTRY_CA",
        help: "The authorities (PEM) that the schema registry's certificate may come from; the system's without.")

    static let ingest = Option<String>(
        "ingest", "URL", environment: "SLUICE_INGEST", default: "http://127.0.0.1:8080",
        help: "Where events are sent.")

    static let lake = Option<String>(
        "lake", "DIR", environment: "SLUICE_LAKE", default: ".data/lake", help: "The folder of the Parquet files.")

    static let key = Option<String>(
        "key", "KEY", environment: "SLUICE_KEY", isSecret: true,
        help: "The API key that events are sent with.")

    static let logLevel = Option<LogLevel>(
        "log-level", "LEVEL", environment: "SLUICE_LOG_LEVEL", default: .info,
        help: "The least level that is logged: debug, info, warning, error.")

    /// Where a service listens. The variable has one name for all, since each service is a process of its own.
    static func listen(_ host: String = "127.0.0.1", port: Int) -> Option<ListenAddress> {
        Option(
            "listen", "HOST:PORT", environment: "SLUICE_LISTEN", default: ListenAddress(host: host, port: port),
            help: "Where this service listens.")
    }
}

enum LogLevel: String, ArgumentChoice {
    case debug, info, warning, error
}
